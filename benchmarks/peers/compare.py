#!/usr/bin/env python3
"""Decode and training speed of Headrace and of transformers, side by side on this machine.

Needs torch and transformers. Runs the two in turns and prints medians and ratios:
    benchmarks/peers/compare.py [--rounds 3] [--threads 2] [--only decode] [--model DIR --rows 32 --length 64]
Without --model: the model of `headrace bench`, 0.55 M parameters, hidden 128, 3 layers, 4 query and 2 key-value heads.
With it: the shape of the folder's config.json with random weights. On both sides every sample draws exactly the same
number of new tokens: no end-of-sequence token is used.
"""
import argparse
import dataclasses
import json
import pathlib
import statistics
import subprocess
import time

import torch
import transformers
from transformers import AutoConfig, AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROMPT = 8


@dataclasses.dataclass
class Work:
    """The workload: the peer's network and the same workload as options of Headrace."""

    network: torch.nn.Module
    vocabulary: int
    decode_rows: int
    new_tokens: int
    train_rows: int
    columns: int
    steps: int
    options: list


def work(options):
    torch.manual_seed(1)
    extra = ["--threads", str(options.threads)]
    if options.model is None:
        return Work(tiny(), 100, 512, 64, 64, 70, 10, extra)
    config = AutoConfig.from_pretrained(options.model)
    extra += ["--model", options.model, "--rows", str(options.rows), "--length", str(options.length)]
    network = AutoModelForCausalLM.from_config(config).float()
    network.generation_config.pad_token_id = 0
    return Work(network, config.vocab_size, options.rows, options.length, options.rows, options.length, 1, extra)


def tiny():
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=100, hidden_size=128, intermediate_size=344, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=512, tie_word_embeddings=True, pad_token_id=0,
        )
    )


def decode(work):
    prompts = torch.randint(3, work.vocabulary, (work.decode_rows, PROMPT))
    begin = time.perf_counter()
    with torch.no_grad():
        out = work.network.generate(
            prompts, max_new_tokens=work.new_tokens, min_new_tokens=work.new_tokens, do_sample=True, top_k=0, top_p=1.0,
            pad_token_id=0,
        )
    return (out.shape[1] - PROMPT) * work.decode_rows / (time.perf_counter() - begin)


def train(work):
    network = work.network
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, fused=True)
    tokens = torch.randint(3, work.vocabulary, (work.train_rows, work.columns))
    begin = time.perf_counter()
    for _ in range(work.steps):
        optimizer.zero_grad()
        network(input_ids=tokens, labels=tokens).loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
    return work.steps * work.train_rows * work.columns / (time.perf_counter() - begin)


def headrace(kind, name, options):
    out = subprocess.run(
        [str(ROOT / "headrace"), "bench", kind, *options, "-o", "json"], check=True, capture_output=True, text=True
    ).stdout
    result = json.loads(out.strip().splitlines()[-1])
    return result["processor"], next(measurement["value"] for measurement in result["measurements"] if measurement["name"] == name)


def compare(kind, peer, work, rounds, threshold):
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(peer(work))
        processor, tokens = headrace(kind, f"{kind} best", work.options)
        ours.append(tokens)
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{kind:7s} headrace {mine:10,.0f} tokens/s   transformers {other:10,.0f} tokens/s   "
          f"ratio {mine / other:5.2f}×   (threshold {threshold}×)   {processor}", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--only", choices=["decode", "train"], help="measure one of the two")
    arguments.add_argument("--model")
    arguments.add_argument("--rows", type=int, default=32)
    arguments.add_argument("--length", type=int, default=64)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    print(f"torch {torch.__version__}, transformers {transformers.__version__}", flush=True)
    both = work(options)
    thresholds = {"decode": (decode, 3.0 if options.model is None else 1.5), "train": (train, 1.1)}
    for kind, (peer, threshold) in thresholds.items():
        if options.only in (None, kind):
            peer(both)
            compare(kind, peer, both, options.rounds, threshold)


if __name__ == "__main__":
    main()
