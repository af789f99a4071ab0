//! Runs the inequality engine over a collection in JSON lines and prints how many claims of each kind it decides.

use rationale::inequality::expression::{Claim, ClaimVariable};
use rationale::inequality::{Limits, Verdict, decide, text};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn claim(case: &serde_json::Value) -> Result<Claim, String> {
    let vars = case["vars"].as_array().ok_or("vars")?;
    let variables: Vec<ClaimVariable> = vars
        .iter()
        .map(|v| ClaimVariable {
            name: v["name"].as_str().unwrap_or("").into(),
            natural: v["type"] == "nat",
        })
        .collect();
    let names: Vec<String> = variables.iter().map(|v| v.name.clone()).collect();
    let hyps = case["hyps"].as_array().ok_or("hyps")?;
    let hypotheses = hyps
        .iter()
        .map(|h| text::comparison(h.as_str().unwrap_or(""), &names))
        .collect::<Result<_, _>>()?;
    let goal = text::comparison(case["goal"].as_str().unwrap_or(""), &names)?;
    Ok(Claim {
        variables,
        hypotheses,
        goal,
    })
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let file = std::fs::read_to_string(&args[1]).unwrap();
    let only = args.get(2).cloned().unwrap_or_default();
    let limit: f64 = args.get(3).and_then(|s| s.parse().ok()).unwrap_or(10.0);
    let mut table: BTreeMap<(String, String), (usize, usize, usize)> = BTreeMap::new();
    let mut times = Vec::new();
    for line in file.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        let kind = case["kind"].as_str().unwrap();
        if !only.is_empty() && only != "all" && id != only && kind != only {
            continue;
        }
        let claim = claim(&case).unwrap_or_else(|e| panic!("{id}: {e}"));
        let start = Instant::now();
        let limits = Limits {
            deadline: Some(start + Duration::from_secs_f64(limit)),
            ..Limits::default()
        };
        let verdict = decide(&claim, limits);
        let time = start.elapsed().as_secs_f64();
        times.push(time);
        let expected = case["expect"].as_str().unwrap();
        let (word, right) = match &verdict {
            Verdict::Proved(certificate) => {
                let ok = certificate.check();
                let checked = start.elapsed().as_secs_f64() - time;
                if checked > 0.3 {
                    println!("SLOWCHECK {id} {checked:.2}");
                }
                if ok {
                    ("proved", expected == "true")
                } else {
                    ("BADCERT", false)
                }
            }
            Verdict::Refuted(_) => ("refuted", expected == "false"),
            Verdict::Unknown => ("unknown", false),
        };
        let entry = table.entry((kind.into(), expected.into())).or_default();
        entry.2 += 1;
        if right {
            entry.0 += 1;
        } else if word != "unknown" {
            entry.1 += 1;
        }
        if !right || time > 1.0 || only == id {
            println!(
                "{} {word} {id} {time:.3}s  {} |- {}",
                if right { "ok" } else { "--" },
                case["hyps"],
                case["goal"]
            );
        }
        if only == id {
            println!("{verdict:?}");
        }
    }
    times.sort_by(f64::total_cmp);
    for ((kind, expected), (right, wrong, all)) in table {
        println!("{kind:15} {expected:6} right {right:4} of {all:4}, wrong {wrong}");
    }
    println!(
        "median {:.4}s max {:.2}s total {:.1}s",
        times[times.len() / 2],
        times[times.len() - 1],
        times.iter().sum::<f64>()
    );
}
