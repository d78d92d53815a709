# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 ciss4j authors
"""Writes torchvision_backbones.json: what torchvision's networks compute from numbers of a recipe.

Every parameter is filled by a formula of its name, so that the test can fill its own in the same way. Made with torch 1.13
and torchvision 0.14 in double precision: python3 torchvision_backbones.py > torchvision_backbones.json
"""
import json
import math

import numpy
import torch
import torchvision

SAMPLES = 48


def uniform(name, count):
    """Numbers in [-0.5, 0.5) from an integer hash of name and index."""
    seed = 0
    for character in name:
        seed = (31 * seed + ord(character)) % 2**32
    x = (numpy.arange(count, dtype=numpy.uint64) * 2654435761 + seed) % 2**32
    x = (x ^ (x >> 15)) * 2246822519 % 2**32
    x = x ^ (x >> 13)
    return x / 2**32 - 0.5


def fill(model):
    for name, value in model.state_dict().items():
        if value.dtype == torch.int64:
            continue
        u = uniform(name, value.numel())
        if value.dim() == 4:
            u *= math.sqrt(24 / (value.shape[1] * value.shape[2] * value.shape[3]))
        elif name.endswith(("running_var", "weight")):
            u = 1 + 0.5 * u
        value.copy_(torch.from_numpy(u.astype(numpy.float32).reshape(value.shape)))
    return model.double()


def sample(x):
    flat = x.detach().flatten()
    step = max(1, flat.numel() // SAMPLES)
    return {"shape": list(x.shape), "values": [float("%.8g" % v) for v in flat[::step][:SAMPLES]]}


def dilate_resnet34(model):
    for block in model.layer4:
        for convolution in (block.conv1, block.conv2):
            convolution.stride, convolution.dilation, convolution.padding = (1, 1), (2, 2), (2, 2)
        if block.downsample is not None:
            block.downsample[0].stride = (1, 1)


def dilate_mobilenet(model, output_stride):
    def depthwise(number):
        return model.features[number].conv[1][0]

    def dilate(numbers, rate):
        for number in numbers:
            depthwise(number).dilation = depthwise(number).padding = (rate, rate)

    if output_stride <= 16:
        depthwise(14).stride = (1, 1)
        dilate(range(15, 18), 2)
    if output_stride == 8:
        depthwise(7).stride = (1, 1)
        dilate(range(8, 15), 2)
        dilate(range(15, 18), 4)


def build(name, output_stride):
    if name == "mobilenetv2":
        model = torchvision.models.mobilenet_v2()
        dilate_mobilenet(model, output_stride)
    elif name == "resnet50":
        model = torchvision.models.resnet50(replace_stride_with_dilation=[False, output_stride == 8, output_stride < 32])
    else:
        model = torchvision.models.resnet34()
        if output_stride == 16:
            dilate_resnet34(model)
    return fill(model)


def stages(model, x):
    if isinstance(model, torchvision.models.MobileNetV2):
        maps = []
        for number, layer in enumerate(model.features):
            x = layer(x)
            if number in (3, 6, 13, 18):
                maps.append(x)
        return maps
    x = model.maxpool(model.relu(model.bn1(model.conv1(x))))
    maps = []
    for layer in (model.layer1, model.layer2, model.layer3, model.layer4):
        x = layer(x)
        maps.append(x)
    return maps


def image(*shape):
    u = uniform("image", int(numpy.prod(shape))).astype(numpy.float32)
    return torch.from_numpy(4 * u.reshape(shape)).double()


@torch.no_grad()
def inference(name, output_stride):
    model = build(name, output_stride).eval()
    return {"backbone": name, "outputStride": output_stride, "stages": [sample(m) for m in stages(model, image(1, 3, 65, 49))]}


def training():
    with torch.no_grad():
        model = build("mobilenetv2", 16).train()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 0.01
    output = stages(model, image(4, 3, 64, 64))[-1]
    weights = uniform("weights", output.numel()).astype(numpy.float32)
    (output * torch.from_numpy(weights.reshape(output.shape)).double()).sum().backward()
    state = model.state_dict()
    parameters = dict(model.named_parameters())
    return {
        "output": sample(output),
        "state": {k: sample(state[k]) for k in (
            "features.0.1.running_mean", "features.9.conv.1.1.running_var", "features.18.1.running_var")},
        "gradients": {k: sample(parameters[k].grad) for k in (
            "features.0.0.weight", "features.1.conv.0.0.weight", "features.5.conv.1.1.weight",
            "features.14.conv.1.0.weight", "features.16.conv.1.0.weight", "features.17.conv.2.weight", "features.18.1.bias")},
    }


with torch.no_grad():
    cases = [inference(*c) for c in [
        ("resnet34", 32), ("resnet34", 16), ("resnet50", 32), ("resnet50", 16), ("resnet50", 8),
        ("mobilenetv2", 32), ("mobilenetv2", 16), ("mobilenetv2", 8)]]
print(json.dumps({"inference": cases, "training": training()}))
