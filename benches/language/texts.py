"""Makes up texts to measure with: sentences drawn from a list, by a fixed rule, with other numbers and names.

usage: texts.py SENTENCES.txt"""

import json
import random
import sys

NAMES = "Lindqvist Okafor Petrenko Haddad Adjei Brandt Moreau Tanaka Ibe Novak Sayed Costa Kovács Nguyen Ruiz Byrne".split()
PLACES = "Tromsø Aden Kidal Tartu Accra Lyon Osaka Lagos Brno Cairo Porto Győr Hue Quito Cork Oslo".split()
TOPICS = "bridge harvest election railway vaccine dam ceasefire tariff reactor festival strike budget".split()

sentences = [line.strip() for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
draw = random.Random(7)
for index in range(120):
    parts = []
    for _ in range(28):
        text = draw.choice(sentences)
        text = text.replace("NAME", draw.choice(NAMES)).replace("PLACE", draw.choice(PLACES))
        text = text.replace("TOPIC", draw.choice(TOPICS)).replace("NUMBER", f"{draw.randrange(2, 99000):,}")
        parts.append(text)
    paragraphs = [" ".join(parts[at:at + 4]) for at in range(0, len(parts), 4)]
    print(json.dumps({"id": index, "text": "\n\n".join(paragraphs)}, ensure_ascii=False))
