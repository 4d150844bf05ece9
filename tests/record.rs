//! The record of the first scenario, cut as its sentences stand.

use std::{fs, path::Path};

use excomm::record::Text;

fn record() -> Text {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/excomm-22.txt");
    let furniture = [
        "~~TOP SECRET~~ - SENSITIVE",
        "Summary Record of NSC Executive Committee Meeting No. 22,",
        "November 7, 1962 -- 5:00 PM",
        "DECLASSIFIED\t\tTOP SECRET - SENSITIVE",
        "NWK-20-29",
        "By <i>WJH</i>\tNARS, Date\t10/9/84",
        "Bromley Smith",
    ];
    Text::new(&fs::read_to_string(path).unwrap(), &furniture.map(str::to_owned))
}

#[test]
fn the_record_is_cut_into_its_sentences() {
    let text = record();
    assert!(text.missing_furniture.is_empty(), "{:?}", text.missing_furniture);
    let in_paragraph =
        |number| text.sentences.iter().filter(|sentence| sentence.paragraph == number).count();
    let counts: Vec<usize> = (1..=11).map(in_paragraph).collect();
    assert_eq!(counts, [6, 4, 3, 4, 7, 2, 6, 1, 3, 1, 8]);
    for sentence in &text.sentences {
        assert!(sentence.words.ends_with('.'), "{}", sentence.words);
        assert!(sentence.words.starts_with(char::is_uppercase), "{}", sentence.words);
        assert!(sentence.words.split(' ').count() > 2, "{}", sentence.words);
    }
}

#[test]
fn abbreviations_of_the_record_break_no_sentence() {
    let text = record();
    for (words, number) in [
        ("Mr. Salinger said he thought", 8),
        ("rumors in the U.S. and Latin America", 16),
        ("removing the IL-28 bombers and we", 21),
        ("hurt Castro without a quarantine", 36),
    ] {
        let found = text.find(words).unwrap();
        assert_eq!((found.times, found.sentences.len()), (1, 1), "{words}");
        assert_eq!(text.sentences[found.sentences.start].number, number, "{words}");
    }
}
