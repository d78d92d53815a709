// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
import java.io.File;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs an exported network with nothing but ND4J; started as a source file by a test. */
class RunExported {
  public static void main(String[] args) throws Exception {
    File file = new File(args[0]);
    INDArray image = Nd4j.readBinary(new File(args[1]));

    // The lines of toolkit/docs/deploy.md:
    SameDiff model = SameDiff.load(file, false);
    Map<String, INDArray> result = model.output(Map.of("image", image), "logits", "labels");

    Nd4j.saveBinary(result.get("logits"), new File(args[2]));
    Nd4j.saveBinary(result.get("labels"), new File(args[3]));
  }
}
