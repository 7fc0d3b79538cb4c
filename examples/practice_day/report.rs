//! The month-end report: a page of charts, and the same figures as text.

use std::error::Error;
use std::fs;
use std::path::Path;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use plotters::prelude::*;
use pms_core::money::Money;

/// What the report shows, already computed: nothing here decides anything.
pub struct Report {
    /// Whose report it is, and as of when.
    pub title: String,
    /// Name, figure and the convention it follows.
    pub figures: Vec<Figure>,
    /// The edges of the aging buckets.
    pub buckets: Vec<String>,
    /// A payer, its balance by bucket, and its credits beside them.
    pub aging: Vec<(String, Vec<Money>, Money)>,
    /// Month and days in A/R; none where the window has no charges.
    pub days_in_ar: Vec<(String, Option<f64>)>,
    /// A payer, claims denied, claims adjudicated.
    pub denials: Vec<(String, u32, u32)>,
    /// A practitioner, minutes booked, minutes available.
    pub utilisation: Vec<(String, u32, u32)>,
}

/// One figure of the report.
pub struct Figure {
    pub name: String,
    pub value: String,
    pub convention: String,
}

impl Report {
    /// The report for a terminal, a figure a line.
    pub fn text(&self) -> String {
        let width = self.figures.iter().map(|f| f.name.len()).max().unwrap_or(0);
        let mut text = format!("{}\n", self.title);
        for figure in &self.figures {
            let Figure {
                name,
                value,
                convention,
            } = figure;
            text += &format!("  {name:<width$}  {value:>14}  {convention}\n");
        }
        text += &format!("  {:<24}", "A/R by age");
        for bucket in &self.buckets {
            text += &format!("{bucket:>12}");
        }
        text += &format!("{:>12}\n", "credits");
        for (payer, buckets, credits) in &self.aging {
            text += &format!("  {payer:<24}");
            for amount in buckets {
                text += &format!("{amount:>12}");
            }
            text += &format!("{credits:>12}\n");
        }
        text
    }

    /// Writes the page with its charts.
    pub fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    h1 { (self.title) }
                    (self.table_of_figures())
                    section { h2 { "A/R aging" } (PreEscaped(self.aging_chart()?)) (self.aging_table()) }
                    section { h2 { "Days in A/R" } (PreEscaped(self.days_chart()?)) }
                    section { h2 { "Denials by payer" } (PreEscaped(self.denials_chart()?)) }
                    section { h2 { "Schedule utilisation" } (PreEscaped(self.utilisation_chart()?)) }
                }
            }
        };
        fs::write(path, page.into_string())?;
        Ok(())
    }

    fn table_of_figures(&self) -> Markup {
        html! {
            table {
                @for figure in &self.figures {
                    tr { th { (figure.name) } td.n { (figure.value) } td.c { (figure.convention) } }
                }
            }
        }
    }

    fn aging_table(&self) -> Markup {
        html! {
            table {
                tr { th { "payer" } @for b in &self.buckets { th.n { (b) } } th.n { "credits" } }
                @for (payer, buckets, credits) in &self.aging {
                    tr { th { (payer) } @for m in buckets { td.n { (m) } } td.n { (credits) } }
                }
            }
        }
    }

    fn aging_chart(&self) -> Result<String, Box<dyn Error>> {
        let bars = self
            .buckets
            .iter()
            .enumerate()
            .map(|(at, bucket)| {
                let cents: i64 = self.aging.iter().map(|(_, b, _)| b[at].cents()).sum();
                (bucket.clone(), cents as f64 / 100.0)
            })
            .collect::<Vec<_>>();
        chart("dollars open", &bars, None)
    }

    fn days_chart(&self) -> Result<String, Box<dyn Error>> {
        let bars = self
            .days_in_ar
            .iter()
            .filter_map(|(month, days)| Some((month.clone(), (*days)?)))
            .collect::<Vec<_>>();
        chart("days", &bars, None)
    }

    fn denials_chart(&self) -> Result<String, Box<dyn Error>> {
        chart(
            "per cent of claims adjudicated",
            &shares(&self.denials),
            None,
        )
    }

    fn utilisation_chart(&self) -> Result<String, Box<dyn Error>> {
        let bars = shares(&self.utilisation);
        chart("per cent of minutes available", &bars, Some(100.0))
    }
}

/// Part and whole as per cent; a whole of nothing has no share.
fn shares(rows: &[(String, u32, u32)]) -> Vec<(String, f64)> {
    rows.iter()
        .filter(|(_, _, whole)| *whole > 0)
        .map(|(name, part, whole)| (name.clone(), f64::from(*part) * 100.0 / f64::from(*whole)))
        .collect()
}

/// A bar for each name, as SVG.
fn chart(axis: &str, bars: &[(String, f64)], top: Option<f64>) -> Result<String, Box<dyn Error>> {
    if bars.is_empty() {
        return Ok("<p>Nothing to show.</p>".to_owned());
    }
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (760, 260)).into_drawing_area();
        area.fill(&WHITE)?;
        let highest = bars.iter().map(|(_, v)| *v).fold(1.0, f64::max);
        let names: Vec<String> = bars.iter().map(|(name, _)| name.clone()).collect();
        let mut chart = ChartBuilder::on(&area)
            .margin(10)
            .x_label_area_size(32)
            .y_label_area_size(72)
            .build_cartesian_2d(
                (0..names.len() - 1).into_segmented(),
                0.0..top.unwrap_or(0.0).max(highest * 1.1),
            )?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .y_desc(axis)
            .x_label_formatter(&|at| match at {
                SegmentValue::CenterOf(i) => names.get(*i).cloned().unwrap_or_default(),
                _ => String::new(),
            })
            .draw()?;
        chart.draw_series(bars.iter().enumerate().map(|(at, (_, value))| {
            let corners = [
                (SegmentValue::Exact(at), 0.0),
                (SegmentValue::Exact(at + 1), *value),
            ];
            let mut bar = Rectangle::new(corners, RGBColor(47, 111, 143).filled());
            bar.set_margin(0, 0, 14, 14);
            bar
        }))?;
        area.present()?;
    }
    Ok(svg)
}

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:800px;margin:2em auto;color:#222}\
h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em}table{border-collapse:collapse;width:100%}\
th{text-align:left;font-weight:600}td,th{padding:.25em .6em;border-bottom:1px solid #ddd}\
.n{text-align:right;font-variant-numeric:tabular-nums}.c{color:#666}";
