//! Histograms to choose a range on: with a pointer by drawing over the bars, with keys by the two ends.
//!
//! Each end is a slider over the bins. Arrow keys move it, with Shift both ends; Enter narrows the list to the range, Escape
//! forgets it, or takes the one that narrows the list off again. The list changes only then, since the histogram is of the
//! list: it shows what is left of it, as near as it then can.

use leptos::web_sys;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::facets::BUTTON;
use super::patch::{Tree, tree};
use crate::columns::{Facets, Histogram};
use crate::present::plot::{self, Scale};
use crate::present::words;
use crate::query::edit;
use crate::text::decimal;

/// Bins that a long step of the keyboard goes.
const LONG_STEP: isize = 10;

/// First and last bin of a range.
type Range = (usize, usize);

/// Ranges that are chosen and do not narrow the list yet.
#[derive(Default)]
pub struct Brush {
    chosen: Option<(Scale, Range)>,
    /// The bin from which a pointer is drawing.
    held: Option<(Scale, usize)>,
}

/// The histograms that can narrow the list, or do.
pub fn plots(facets: &Facets, brush: &Brush, text: &str) -> Vec<Tree> {
    let css = style_sheet!("style/histogram.css");
    let mut plots = Vec::new();
    for scale in Scale::ALL {
        let histogram = of(facets, scale);
        let bins = histogram.counts.len();
        let asked = edit::asked(text, scale.field());
        let narrowed = asked.is_some();
        if bins < 2 && !narrowed {
            continue;
        }
        let chosen = brush.chosen.filter(|(own, _)| *own == scale).map(|(_, range)| range);
        let range = chosen.unwrap_or((0, bins.saturating_sub(1)));
        // What is asked for may end within the bins.
        let asked = asked.filter(|asked| chosen.is_none() && !asked.is_empty());
        let name = asked.map_or_else(|| scale.name(histogram, range.0, range.1), |asked| plot::spoken(&asked));
        let mut words = vec![tree("span", &[], &name, Vec::new())];
        if chosen.is_some() {
            let show = [BUTTON, ("class", "plain"), ("data-show", "")];
            words.push(tree("button", &show, "Show", Vec::new()));
        }
        if chosen.is_some() || narrowed {
            let all = [scale.title(), ": all"].concat();
            let all = [BUTTON, ("class", "plain"), ("data-all", scale.field()), ("aria-label", &all)];
            words.push(tree("button", &all, "All", Vec::new()));
        }
        let parts = vec![
            tree("h3", &[], scale.title(), Vec::new()),
            drawing(scale, histogram, range),
            tree("p", &[("class", "range")], "", words),
        ];
        plots.push(tree("section", &[("class", &["histogram ", css].concat())], "", parts));
    }
    plots
}

fn drawing(scale: Scale, histogram: &Histogram, range: Range) -> Tree {
    let bins = histogram.counts.len();
    let path = |class, (first, last)| {
        tree("path", &[("class", class), ("d", &plot::bars(histogram, first, last))], "", Vec::new())
    };
    let svg = [
        ("viewBox", &*format!("0 0 {} {}", bins * plot::WIDTH, plot::HEIGHT)),
        ("preserveAspectRatio", "none"),
        ("role", "img"),
        ("aria-label", &plot::listing(scale, histogram)),
    ];
    let mut parts = vec![tree("svg", &svg, "", vec![path("all", (0, bins)), path("chosen", range)])];
    parts.extend([true, false].map(|begins| end(scale, histogram, range, begins)));
    tree("div", &[("class", "plot"), ("data-scale", scale.field())], "", parts)
}

fn end(scale: Scale, histogram: &Histogram, range: Range, begins: bool) -> Tree {
    let bins = histogram.counts.len();
    let (bin, edge) = if begins { (range.0, range.0) } else { (range.1, range.1 + 1) };
    let papers = words::papers(histogram.counts.get(bin).copied().unwrap_or_default());
    let said = format!("{}; {}: {papers}", scale.end(histogram, bin, begins), scale.name(histogram, bin, bin));
    let attributes = [
        ("class", "end"),
        ("role", "slider"),
        ("tabindex", "0"),
        ("data-end", if begins { "first" } else { "last" }),
        ("aria-label", &[scale.title(), if begins { ", beginning" } else { ", end" }].concat()),
        ("aria-valuemin", "0"),
        ("aria-valuemax", &bins.saturating_sub(1).to_string()),
        ("aria-valuenow", &bin.to_string()),
        ("aria-valuetext", &said),
        ("aria-keyshortcuts", "Enter Escape"),
        ("style:left", &(decimal(100.0 * edge as f64 / bins.max(1) as f64, 2) + "%")),
    ];
    tree("div", &attributes, "", Vec::new())
}

impl Brush {
    /// Keys on an end. Gives the new text of the query, if that changes.
    pub fn on_key(&mut self, facets: &Facets, event: &web_sys::KeyboardEvent, text: &str) -> Option<String> {
        let (scale, end) = at(event)?;
        let begins = end? == "first";
        let bins = of(facets, scale).counts.len();
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "PageDown" => -LONG_STEP,
            "PageUp" => LONG_STEP,
            "Home" => isize::MIN,
            "End" => isize::MAX,
            "Enter" | " " => {
                event.prevent_default();
                return self.apply(facets, text);
            }
            "Escape" => {
                event.prevent_default();
                return self.take_back(scale, text);
            }
            _ => return None,
        };
        event.prevent_default();
        let range = self.range(scale, bins);
        let moved =
            if event.shift_key() { plot::shifted(range, by, bins) } else { plot::moved(range, begins, by, bins) };
        self.chosen = Some((scale, moved));
        None
    }

    /// A pointer that draws over the bars or takes an end along. Gives the new text of the query, if that changes.
    pub fn on_pointer(
        &mut self,
        facets: &Facets,
        event: &web_sys::PointerEvent,
        root: &web_sys::Element,
        text: &str,
    ) -> Option<String> {
        match event.type_().as_str() {
            "pointerdown" if event.button() == 0 => {
                let (scale, end) = at(event)?;
                let range = self.range(scale, of(facets, scale).counts.len());
                // An end that is taken moves, and the other stays; anywhere else a new range begins.
                let from = match end.as_deref() {
                    Some("first") => range.1,
                    Some(_) => range.0,
                    None => bin(facets, scale, event, root)?,
                };
                self.held = Some((scale, from));
                let _ = root.set_pointer_capture(event.pointer_id());
            }
            "pointercancel" => {
                *self = Brush::default();
                return None;
            }
            _ => {}
        }
        let (scale, from) = self.held?;
        let to = bin(facets, scale, event, root)?;
        self.chosen = Some((scale, (from.min(to), from.max(to))));
        if event.type_() != "pointerup" {
            return None;
        }
        self.held = None;
        self.apply(facets, text)
    }

    /// The buttons below the bars. Gives the new text of the query, if that changes.
    pub fn on_button(&mut self, facets: &Facets, button: &web_sys::Element, text: &str) -> Option<String> {
        if button.has_attribute("data-show") {
            return self.apply(facets, text);
        }
        let scale = scale(&button.get_attribute("data-all")?)?;
        self.chosen = None;
        self.take_back(scale, text)
    }

    /// Whether a pointer is drawing.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    fn range(&self, scale: Scale, bins: usize) -> Range {
        let own = self.chosen.filter(|(own, _)| *own == scale);
        own.map_or((0, bins.saturating_sub(1)), |(_, range)| range)
    }

    /// The query with the chosen range.
    fn apply(&mut self, facets: &Facets, text: &str) -> Option<String> {
        let (scale, (first, last)) = self.chosen?;
        let asked = edit::asked(text, scale.field());
        let range = scale.range(of(facets, scale), first, last, asked.as_deref());
        Some(edit::replace_field(text, scale.field(), range.as_deref()))
    }

    /// Forgets a choice; without one, gives the query without its range.
    fn take_back(&mut self, scale: Scale, text: &str) -> Option<String> {
        match self.chosen.take() {
            Some(_) => None,
            None => Some(edit::replace_field(text, scale.field(), None)),
        }
    }
}

fn of(facets: &Facets, scale: Scale) -> &Histogram {
    match scale {
        Scale::Days => &facets.days,
        Scale::Votes => &facets.votes,
    }
}

fn scale(field: &str) -> Option<Scale> {
    Scale::ALL.into_iter().find(|scale| scale.field() == field)
}

/// The histogram that an event is on, and the end of its range, if it is on one.
fn at(event: &web_sys::Event) -> Option<(Scale, Option<String>)> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let plot = target.closest("[data-scale]").ok()??;
    Some((scale(&plot.get_attribute("data-scale")?)?, target.get_attribute("data-end")))
}

/// The bin that a pointer is over.
fn bin(facets: &Facets, scale: Scale, event: &web_sys::PointerEvent, root: &web_sys::Element) -> Option<usize> {
    let plot = root.query_selector(&format!("[data-scale={}]", scale.field())).ok()??;
    let area = plot.get_bounding_client_rect();
    Some(plot::bin_at(f64::from(event.client_x()) - area.left(), area.width(), of(facets, scale).counts.len()))
}
