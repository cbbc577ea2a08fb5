#!/usr/bin/env python3
"""Invented reports of about 120 words, as JSON Lines: ledger_reports.py COUNT [SEED] > reports.jsonl

Happenings are told by several outlets each, over a few days: in other words, with other numbers and hours, partly on the
word of others. One report in six is printed again by another outlet, whole or cut; one in a hundred comes again under
its own address with a figure changed. Persons, firms and ships are made of syllables; towns are real. The same count and
seed give the same bytes.
"""

import json
import random
import sys

TOWNS = """Klaipeda Gdansk Varna Mersin Piraeus Split Bergen Narvik Turku Aarhus Rostock Ghent Brest Bilbao Porto Cadiz Genoa
Bari Trieste Rijeka Durres Burgas Izmir Beirut Haifa Tunis Oran Dakar Accra Lagos Douala Luanda Durban Mombasa Djibouti Aden
Karachi Mumbai Colombo Chittagong Yangon Penang Surabaya Cebu Busan Niigata Valparaiso Callao Guayaquil Santos Rosario
Halifax Galveston Oakland Tampico Odesa Constanta Batumi Riga Tallinn""".split()
MADE = "ar bel cor dan el fen gor hal il jor kel lun mar nor ol per quin ras sel tor ul ven wes yar zan".split()
DONE = "a e i o en er is us and ek ov in ola berg stad mann".split()
OFFICES = "mayor|governor|fire chief|harbour master|police chief|health minister|transport minister|union leader|hospital director".split("|")
OUTLETS = [f"The {town} {kind}" for town in TOWNS[:40] for kind in ("Post", "Herald", "Gazette")]
AGENCIES = "Reuters|the Associated Press|Agence France-Presse|the state news agency".split("|")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
HAPPENINGS = [
    ("fire", "A fire broke out at the {firm} warehouse in {town}", ["Firefighters brought the blaze under control after {hours} hours", "The roof of the warehouse collapsed"], "injured"),
    ("blast", "An explosion tore through the {firm} chemical plant near {town}", ["Windows were broken {km} kilometres away", "The plant has been closed until further notice"], "killed"),
    ("ferry", "The ferry {ship} ran aground off {town}", ["Tugs pulled the vessel free after {hours} hours", "The ship had {crew} crew on board"], "rescued"),
    ("strike", "Workers at the {firm} shipyard in {town} went on strike", ["The union is demanding a pay rise of {percent} percent", "Talks with the company collapsed"], "dismissed"),
    ("flood", "Floods hit the outskirts of {town} after two days of rain", ["The river rose by {km} centimetres in a night", "Schools will stay closed for {hours} days"], "evacuated"),
    ("raid", "Police raided the offices of {firm} in {town}", ["Investigators seized {crew} computers", "The company denied any wrongdoing"], "arrested"),
    ("protest", "Thousands of people protested in {town} against the sale of {firm}", ["The march blocked the main bridge for {hours} hours", "Organisers announced another march"], "detained"),
    ("crash", "A bus of the company {firm} crashed into a lorry near {town}", ["The road was closed for {hours} hours", "The driver had worked for {crew} hours, the company admitted"], "hurt"),
    ("outbreak", "An outbreak of cholera was confirmed in {town}", ["The {firm} laboratory tested {crew} samples of water", "Wells within {km} kilometres were closed"], "infected"),
    ("deal", "The company {firm} signed an agreement to build a port terminal in {town}", ["The terminal will cost {crew} million euros", "Construction is expected to take {hours} years"], "hired"),
]
TALK = [
    'The {office} of {town}, {name}, said {count} people were {what}.',
    'According to {name}, the {office}, {count} people were {what}.',
    '"{count_start} people were {what}," {name}, the {office}, told reporters on {day}.',
    'At least {count} people were {what}, {agency} reported, citing the {office}.',
]
HOURS = [
    "It began at {hour} a.m. on {day}, {second} told {agency}.",
    "{second}, who lives nearby, said it happened shortly before {hour} a.m. on {day}.",
    "The first call came at {hour} a.m. on {day}, a spokesman for {firm} said.",
]
REST = [
    "Officials did not say what had caused it.", "{second} denied that anybody had been warned beforehand.",
    "The government in the capital promised to send help.", "An inquiry has been opened, prosecutors said.",
    "Residents blamed {firm}, which declined to comment.", "{firm} said it would cooperate with the authorities.",
    "The {office} urged people to stay at home until {day}.", "Experts said the cause might not be known for weeks.",
    "It was reportedly the third such incident in {town} this year.", "Trade with neighbouring {other} was not affected, {name} added.",
    "Two witnesses, who asked not to be named, contradicted the account of the {office}.",
    "{agency} earlier gave a lower figure.", "The opposition demanded the resignation of the {office}.",
]


def made(rng, parts=2):
    return "".join(rng.choice(MADE) for _ in range(parts - 1)).capitalize() + rng.choice(MADE) + rng.choice(DONE)


def happening(rng):
    kind, lead, more, what = rng.choice(HAPPENINGS)
    return {
        "lead": lead, "more": more, "what": what, "town": rng.choice(TOWNS), "firm": made(rng), "ship": made(rng),
        "name": f"{made(rng)} {made(rng, 3)}", "second": f"{made(rng)} {made(rng, 3)}", "office": rng.choice(OFFICES),
        "count": rng.randint(3, 90), "hour": rng.randint(1, 11), "hours": rng.randint(3, 30), "km": rng.randint(2, 60),
        "crew": rng.randint(5, 80), "percent": rng.randint(3, 15), "left": rng.randint(2, 9), "other": rng.choice(TOWNS),
    }


def told(rng, about, day):
    facts = dict(about, day=DAYS[day % 7], agency=rng.choice(AGENCIES))
    if rng.random() < 0.2:
        facts["count"] += rng.randint(1, 9)
    if rng.random() < 0.1:
        facts["hour"] = facts["hour"] % 11 + 1
    facts["count_start"] = str(facts["count"])
    lead = about["lead"] + rng.choice([" on {day}", " early on {day}", " in the night to {day}"]) + "."
    body = [rng.choice(TALK), rng.choice(HOURS), *(part + "." for part in about["more"])]
    rest = rng.sample(REST, rng.randint(5, 8))
    sentences = [lead, *body, *rest]
    text = " ".join(sentence.format(**facts) for sentence in sentences)
    return lead[:-1].format(**facts), text


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    live, done = [], []
    out = sys.stdout
    for number in range(count):
        day = number * 365 // max(count, 20_000) if count > 20_000 else number // 60
        if not live or rng.random() < 0.2:
            live.append(happening(rng))
        live = [about for about in live if about["left"] > 0]
        outlet = rng.choice(OUTLETS)
        address = f"https://{outlet.lower().replace(' ', '-')}.example/{number}"
        draw = rng.random()
        if draw < 0.16 and done:
            title, text, _ = rng.choice(done)
            if draw < 0.05:
                text = text[: text.find(". ", len(text) // 2) + 1]
        elif draw < 0.17 and done:
            title, text, (outlet, address) = rng.choice(done)
            text = text.replace(" people were ", " and later more people were ", 1) + " The figure was corrected later."
        else:
            about = rng.choice(live or [happening(rng)])
            about["left"] -= 1
            title, text = told(rng, about, day)
        done = [*done[-40:], (title, text, (outlet, address))]
        month, date = day % 365 // 31 + 1, day % 365 % 31 + 1
        published = f"2024-{month:02}-{min(date, 28):02}T{number % 24:02}:{number % 60:02}:00+0{number % 4}:00"
        row = {"id": str(number), "url": address, "outlet": outlet, "title": title, "published": published, "text": text}
        out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
