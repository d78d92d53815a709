# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 ciss4j authors
#
#   docker build -t ciss4j .
#   docker run --rm ciss4j                                         # the demo
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" -e HOME=/tmp ciss4j train --dataset sample --out runs/first

FROM eclipse-temurin:17-jdk AS build
# The wrapper knows its Maven by the hash of a .zip.
RUN apt-get update \
 && apt-get install -y --no-install-recommends unzip \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN ./mvnw -q package -DskipTests -pl toolkit,tuning -am

FROM eclipse-temurin:17-jre
# Charts are drawn without a screen, but not without a font.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home ciss \
 && install -d -o ciss /work
COPY --from=build /source/toolkit/target/ciss4j /opt/ciss4j
ENV PATH="/opt/ciss4j/bin:$PATH"
USER ciss
WORKDIR /work
ENTRYPOINT ["/opt/ciss4j/bin/ciss"]
CMD ["demo"]
