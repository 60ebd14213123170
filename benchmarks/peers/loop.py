#!/usr/bin/env python3
"""Samples per second of the whole loop: `headrace bench loop` and TRL's GRPO trainer, in turns on this machine.

Needs torch, transformers, trl, datasets, tokenizers and requests:
    benchmarks/peers/loop.py [--rounds 3] [--threads 2] [--groups 48] [--samples 8] [--new-tokens 33] [--steps 20]
Both sides start from one model folder: a Llama of 0.55 M parameters that never draws its end-of-sequence token, so that
every sample has exactly --new-tokens tokens. Both take one optimizer update a step, over all samples of the step.
"""
import argparse
import json
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

import torch
from datasets import Dataset
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = ["<pad>", "<eos>", "<think>", "</think>", "\n"] + [chr(code) for code in range(32, 127)]
EOS, WARM_UP = 1, 3


def tokenizer():
    inner = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    inner.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<eos>", pad_token="<pad>")


def model():
    """Hidden channel 0 is a positive constant that no layer writes; only the head's <eos> row reads it, with -1000."""
    torch.manual_seed(1)
    network = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(WORDS), hidden_size=128, intermediate_size=344, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=512, tie_word_embeddings=False, eos_token_id=EOS,
            pad_token_id=0,
        )
    )
    with torch.no_grad():
        network.model.embed_tokens.weight[:, 0] = 0.02
        for layer in network.model.layers:
            layer.self_attn.o_proj.weight[0] = 0
            layer.mlp.down_proj.weight[0] = 0
        network.lm_head.weight[:, 0] = 0
        network.lm_head.weight[EOS] = 0
        network.lm_head.weight[EOS, 0] = -1000
    network.generation_config.eos_token_id = EOS
    return network


class StepTimes(TrainerCallback):
    def __init__(self):
        self.ends = []

    def on_step_end(self, arguments, state, control, **rest):
        self.ends.append(time.perf_counter())


def reward(prompts, completions, **rest):
    right = [str(sum(int(part) for part in prompt.rstrip("=").split("+"))) for prompt in prompts]
    return [float(completion.startswith(answer)) for completion, answer in zip(completions, right)]


def trl(folder, options):
    samples = options.groups * options.samples
    numbers = random.Random(1)
    prompts = [f"{numbers.randint(10, 99)}+{numbers.randint(10, 99)}=" for _ in range(options.groups * 200)]
    times = StepTimes()
    trainer = GRPOTrainer(
        model=LlamaForCausalLM.from_pretrained(folder),
        processing_class=PreTrainedTokenizerFast.from_pretrained(folder),
        reward_funcs=reward,
        train_dataset=Dataset.from_dict({"prompt": prompts}),
        callbacks=[times],
        args=GRPOConfig(
            output_dir=str(pathlib.Path(folder) / "trl"), use_cpu=True, bf16=False, gradient_checkpointing=False,
            per_device_train_batch_size=samples, num_generations=options.samples, steps_per_generation=1,
            num_iterations=1, max_completion_length=options.new_tokens, temperature=1.0, learning_rate=1e-6,
            max_steps=WARM_UP + options.steps, save_strategy="no", report_to="none", logging_strategy="no",
            disable_tqdm=True,
        ),
    )
    trainer.train()
    return samples * options.steps / (times.ends[-1] - times.ends[WARM_UP - 1])


def headrace(folder, options):
    sets = [
        f"model.folder={folder}", f"curriculum.samples-per-group={options.samples}",
        f"learner.rl.groups-per-step={options.groups}", f"sampling.max-new-tokens={options.new_tokens}",
        f"rollout.decoders={options.threads}", f"learner.threads={options.threads}",
    ] + options.set
    command = [str(ROOT / "headrace"), "bench", "loop", "-o", "json", "--steps", str(options.steps)]
    for each in sets:
        command += ["--set", each]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {measurement["name"]: measurement["value"] for measurement in json.loads(out.strip().splitlines()[-1])["measurements"]}


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    field = lambda name: next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "unknown")
    flags = set(field("flags").split())
    wanted = ["avx2", "avx512f", "avx512_bf16", "amx_bf16"]
    return f"{field('model name')}: {' '.join(flag for flag in wanted if flag in flags)}; torch {torch.backends.cpu.get_cpu_capability()}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--groups", type=int, default=48)
    arguments.add_argument("--samples", type=int, default=8)
    arguments.add_argument("--new-tokens", type=int, default=33)
    arguments.add_argument("--steps", type=int, default=20)
    arguments.add_argument("--set", action="append", default=[], help="a further setting of Headrace's run")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    print(f"processor   {processor()}", flush=True)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        model().save_pretrained(folder)
        tokenizer().save_pretrained(folder)
        for number in range(options.rounds):
            theirs.append(trl(folder, options))
            measurements = headrace(folder, options)
            if round(measurements["response length"], 2) != options.new_tokens:
                raise SystemExit(f"expected responses of {options.new_tokens} tokens, got {measurements['response length']}")
            ours.append(measurements["samples"])
            print(f"round {number + 1}     headrace {ours[-1]:8,.1f} samples/s   trl {theirs[-1]:8,.1f} samples/s", flush=True)
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"loop        headrace {mine:8,.1f} samples/s   trl {other:8,.1f} samples/s   ratio {mine / other:.2f}×", flush=True)


if __name__ == "__main__":
    main()
