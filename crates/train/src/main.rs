//! `reportedly-train TASK …`: learns a model of a reader and writes it to a folder.

mod tasks;

use std::process::ExitCode;

/// A task: its name, its arguments, and what does it.
type Task = (&'static str, &'static str, fn(&[String]) -> Result<(), String>);

/// All tasks; one line for each reader that learns.
const TASKS: &[Task] = &[
    ("attributions", "MODEL CORPUS.jsonl[.gz] OUT_FOLDER", tasks::attributions),
    ("claims", "MODEL CORPUS.jsonl OUT.tsv", reportedly_train::claims::run),
    ("coreference", "MODEL OUT.tsv PREDICTIONS.jsonl CORPUS.jsonl[.gz]", reportedly_train::coreference::run),
    ("entities", "MODEL OUT_FOLDER PREDICTIONS.jsonl|- CORPUS.jsonl[.gz]…", tasks::entities),
    ("factuality", "MODEL CORPUS.jsonl[.gz] OUT_FOLDER", reportedly_train::factuality::run),
    ("metonymy", "MODEL OUT_FOLDER CORPUS.jsonl[.gz]…", reportedly_train::metonymy::run),
    ("places", "MODEL GAZETTEER CORPUS.jsonl[.gz] PREDICTIONS.jsonl OUT.tsv", reportedly_train::places::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.first().map(String::as_str);
    let Some((.., run)) = TASKS.iter().find(|(name, ..)| Some(*name) == wanted) else {
        eprintln!("usage: reportedly-train TASK ARGUMENTS…");
        TASKS.iter().for_each(|(name, arguments, _)| eprintln!("  {name} {arguments}"));
        return ExitCode::from(2);
    };
    match run(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("reportedly-train: {message}");
            ExitCode::from(2)
        }
    }
}
