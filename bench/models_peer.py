#!/usr/bin/env python3
"""CPU seconds that transformers needs for the perplexity of texts, one after another, on one thread.

usage: models_peer.py MODEL.gguf TEXTS     (the token ids of a text a line; run by bench/models.cpp)
The weights are those of the file in float32, as from_pretrained makes them; loading is not counted.
Prints the figure and, for a check, the perplexity.
"""

import math
import pathlib
import sys
import time

import torch
from transformers import AutoModelForCausalLM


def main() -> None:
    torch.set_num_threads(1)
    model_file = pathlib.Path(sys.argv[1]).resolve()
    texts = [[int(i) for i in line.split()] for line in pathlib.Path(sys.argv[2]).read_text().splitlines()]
    model = AutoModelForCausalLM.from_pretrained(model_file.parent, gguf_file=model_file.name, dtype=torch.float32)
    model.eval()
    total, count = 0.0, 0
    start = time.process_time()
    with torch.inference_mode():
        for ids in texts:
            batch = torch.tensor([ids])
            total += model(batch, labels=batch).loss.item() * (len(ids) - 1)
            count += len(ids) - 1
    print(f"{time.process_time() - start:.4g} {math.exp(total / count):.5g}")


if __name__ == "__main__":
    main()
