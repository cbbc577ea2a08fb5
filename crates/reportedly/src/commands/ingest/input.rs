//! Which input a document came from, so that it can be given again, from any folder.

use std::path::Path;

/// The file, address or other input of a place: `/in/feed.jsonl` of `feed.jsonl:7`.
pub fn input_of(place: &str, roots: &[String]) -> String {
    if is_address(place) {
        return place.split('#').next().unwrap_or_default().to_owned();
    }
    // The entry within a file follows one of these; a name may have them too.
    let cuts = place.char_indices().filter(|(_, mark)| matches!(mark, ':' | '#' | '@')).map(|(cut, _)| &place[..cut]);
    let file =
        std::iter::once(place).chain(cuts.collect::<Vec<_>>().into_iter().rev()).find(|file| Path::new(file).exists());
    let root = || roots.iter().filter(|root| place.starts_with(root.as_str())).max_by_key(|root| root.len());
    let input = file.or_else(|| root().map(String::as_str)).unwrap_or(place);
    if input == "-" || is_address(input) {
        return input.to_owned();
    }
    std::path::absolute(input).map_or_else(|_| input.to_owned(), |input| input.to_string_lossy().into_owned())
}

/// Whether an input is an address.
pub fn is_address(input: &str) -> bool {
    input.starts_with("http://") || input.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_of_a_place_is_what_can_be_opened() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        for entry in ["", ":7", "#3", "@12345"] {
            assert_eq!(input_of(&format!("{manifest}{entry}"), &[]), manifest);
        }
        assert_eq!(input_of("https://a.example/feed.xml#3", &[]), "https://a.example/feed.xml");
        assert_eq!(input_of("-:3", &["-".into()]), "-");
        assert_eq!(input_of("/gone/a.txt", &["/gone".into()]), "/gone");
        assert_eq!(input_of("/gone/a.txt", &[]), "/gone/a.txt");
    }
}
