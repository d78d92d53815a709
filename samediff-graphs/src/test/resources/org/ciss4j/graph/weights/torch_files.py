# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 ciss4j authors
"""Writes the .pth files of this folder; they were made with PyTorch 1.13.

python3 torch_files.py
"""

import argparse
import pathlib
import sys
import types
from collections import OrderedDict

import torch


def save(value, name, legacy=False, protocol=2):
    torch.save(value, name, pickle_protocol=protocol, _use_new_zipfile_serialization=not legacy)


def of_all_types():
    names = "float32 float16 bfloat16 float64 int64 int32 int16 int8 uint8 bool"
    values = torch.tensor([[0, 1, 2], [3, 4, 5]])
    return {name: values.to(getattr(torch, name)) for name in names.split()}


def views():
    base = torch.arange(24.0)
    image = torch.arange(48, dtype=torch.int16).reshape(2, 3, 2, 4)
    return OrderedDict(
        base=base,
        matrix=base.view(4, 6),
        transposed=base.view(4, 6).t(),
        columns=base.view(4, 6)[:, 1:3],
        every_third=base[2::3],
        overlapping=base.as_strided((3, 4), (2, 1), 5),
        expanded=base[7:8].expand(5),
        rows_repeated=base[:3].expand(2, 3),
        channels_last=image.to(memory_format=torch.channels_last),
        scalar=base[9],
        one_by_one=base[9:10].as_strided((1, 1), (77, 5)),
        empty=torch.zeros(0, 4),
        empty_view=base[3:3],
        bytes=torch.arange(12, dtype=torch.uint8).view(3, 4).t(),
        longs=torch.arange(6).view(2, 3).t(),
        halves=torch.arange(6).to(torch.float16).view(2, 3).t(),
    )


class ConfigParser:
    """Not there when the file is read, as the classes of training scripts are not."""

    def __init__(self):
        self.options = argparse.Namespace(lr=0.001, path=pathlib.PurePosixPath("/data"))
        self.buffer = torch.full((3,), 9.0)


def checkpoint():
    module = types.ModuleType("parse_config")
    module.ConfigParser = ConfigParser
    ConfigParser.__module__ = "parse_config"
    sys.modules["parse_config"] = module
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 1, bias=False), torch.nn.BatchNorm2d(3))
    with torch.no_grad():
        model[0].weight.copy_(torch.arange(6.0).view(3, 2, 1, 1))
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(2, 2, 4, 4)).sum().backward()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    optimizer.step()
    model.load_state_dict(before)
    state = OrderedDict(("module." + name, value) for name, value in model.state_dict().items())
    state["module.0.weight"] = torch.nn.Parameter(state["module.0.weight"])
    state._metadata = model.state_dict()._metadata
    return {
        "arch": "Sequential",
        "epoch": 3,
        "big": 10**30,
        "losses": [0.5, None, True, {"nested": (1, -2, b"bytes", {3})}],
        "optimizer": optimizer.state_dict(),
        "config": ConfigParser(),
        "state_dict": state,
    }


class Scaled(torch.nn.Module):
    def forward(self, x):
        return 2 * x


save(of_all_types(), "types.pth")
save(of_all_types(), "types-legacy.pth", legacy=True)
save(views(), "views.pth")
save(views(), "views-legacy.pth", legacy=True)
save(checkpoint(), "checkpoint.pth")
save(checkpoint(), "checkpoint-legacy.pth", legacy=True)
for protocol in 1, 3, 4, 5:
    small = OrderedDict(weight=torch.tensor([[1.0, 2.0], [3.0, 4.0]]), steps=torch.tensor(300))
    save(small, f"protocol{protocol}.pth", protocol=protocol)
    save(small, f"protocol{protocol}-legacy.pth", legacy=True, protocol=protocol)
save(torch.nn.Linear(2, 1), "module.pth")
quantized = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
save({"weight": torch.ones(2), "quantized": quantized}, "quantized.pth")
save({"weight": torch.ones(2), "complex": torch.ones(2, dtype=torch.complex64)}, "complex.pth")
tagged = torch.ones(2)
tagged.note = "an attribute"
save({"tagged": tagged}, "tagged.pth")
torch.jit.save(torch.jit.script(Scaled()), "script.pth")
