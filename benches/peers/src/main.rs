//! How fast other crates read the remittances of a file: a line of JSON each, in nanoseconds a byte.

use cpu_time::ProcessTime;
use x12_stream_parser::{Delimiters, Parser as StreamParser};
use x12_types::util::Parser as _;
use x12_types::v005010::{_835, Transmission};

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("a file of text");
    let transactions = text.matches("~ST*835*").count();
    cost("x12-stream-parser", &text, || pieces(&text));
    cost("edi", &text, || {
        let document = edi::loose_parse(&text).expect("a document");
        let groups = document
            .interchanges
            .iter()
            .flat_map(|i| &i.functional_groups);
        let read = groups.map(|group| group.transactions.len()).sum::<usize>();
        assert_eq!(read, transactions);
    });
    cost("x12-types", &text, || {
        let (_, read) = Transmission::<_835>::parse(&text).expect("a transmission");
        let groups = read.functional_group.iter();
        assert_eq!(
            groups.map(|group| group.segments.len()).sum::<usize>(),
            transactions
        );
    });
}

/// Every element of every segment, as bytes.
fn pieces(text: &str) {
    let parser = StreamParser::new(text.as_bytes(), Delimiters::new(b'~', b'*', b':'));
    let read: usize = parser
        .map(|segment| {
            let segment = segment.expect("a segment");
            segment.elements().map(<[u8]>::len).sum::<usize>()
        })
        .sum();
    assert!(std::hint::black_box(read) > text.len() / 2);
}

/// The shortest of five runs, in time of the processor.
fn cost(peer: &str, text: &str, read: impl Fn()) {
    let run = |_| {
        let began = ProcessTime::now();
        read();
        began.elapsed()
    };
    let best = (0..5).map(run).min().expect("a run");
    let each = best.as_secs_f64() * 1e9 / text.len() as f64;
    println!(r#"{{"name": "835/{peer}", "ns": {each}}}"#);
}
