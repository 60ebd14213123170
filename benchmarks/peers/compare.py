#!/usr/bin/env python3
"""Decode and training speed of Headrace and of transformers, side by side on this machine.

Needs torch and transformers. Runs the two in turns and prints medians and ratios:
    benchmarks/peers/compare.py [--rounds 3] [--threads 2]
The model is the one of `headrace bench`: 0.55 M parameters, hidden 128, 3 layers, 4 query and 2 key-value heads.
On both sides every sample draws exactly 64 new tokens: no token ends one.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

import torch
from transformers import LlamaConfig, LlamaForCausalLM

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROMPT, NEW, BATCH, ROWS, COLUMNS, STEPS = 8, 64, 512, 64, 70, 10


def model():
    torch.manual_seed(1)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=100, hidden_size=128, intermediate_size=344, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=512, tie_word_embeddings=True, pad_token_id=0,
        )
    )


def decode(network):
    prompts = torch.randint(3, 100, (BATCH, PROMPT))
    begin = time.perf_counter()
    with torch.no_grad():
        out = network.generate(
            prompts, max_new_tokens=NEW, min_new_tokens=NEW, do_sample=True, top_k=0, top_p=1.0, pad_token_id=0
        )
    return (out.shape[1] - PROMPT) * BATCH / (time.perf_counter() - begin)


def train(network):
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, fused=True)
    tokens = torch.randint(3, 100, (ROWS, COLUMNS))
    begin = time.perf_counter()
    for _ in range(STEPS):
        optimizer.zero_grad()
        network(input_ids=tokens, labels=tokens).loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
    return STEPS * ROWS * COLUMNS / (time.perf_counter() - begin)


def headrace(kind, name):
    out = subprocess.run(
        [str(ROOT / "headrace"), "bench", kind, "-o", "json"], check=True, capture_output=True, text=True
    ).stdout
    figures = json.loads(out.strip().splitlines()[-1])["figures"]
    return next(figure["value"] for figure in figures if figure["name"] == name)


def compare(kind, peer, name, rounds, bar):
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(peer())
        ours.append(headrace(kind, name))
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{kind:7s} headrace {mine:10,.0f} tokens/s   transformers {other:10,.0f} tokens/s   "
          f"ratio {mine / other:5.2f}×   (bar {bar}×)", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    network = model()
    decode(network)
    train(network)
    compare("decode", lambda: decode(network), "decode best", options.rounds, 3.0)
    compare("train", lambda: train(network), "train best", options.rounds, 1.0)


if __name__ == "__main__":
    main()
