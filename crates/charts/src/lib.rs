//! The charts crate draws the results of many worlds as SVG, large enough for a classroom wall.
//!
//! It is for reports and slides. Each chart takes plain data (no type of the engine or the lab) and returns one SVG
//! with its numbers as a text beside the picture, for those who cannot see it.
//!
//! | chart | what it shows |
//! |---|---|
//! | [`bars()`] | how often each end comes, in one branch or several |
//! | [`fan()`] | how a number spreads from day to day |
//! | [`strip()`] | what a change does, world by world |
//! | [`tornado()`] | which inputs an outcome depends on |
//! | [`backtest()`] | what history did, beside what the worlds did |
//! | [`box_chart()`] | within which limits something comes about |
//!
//! ```
//! use excomm_charts::{Bars, Branch, Caption, Estimate, bars};
//!
//! let svg = bars(&Bars {
//!     caption: Caption {
//!         title: "The guns leave in most worlds".to_owned(),
//!         subtitle: "1,000 worlds, seed 1962".to_owned(),
//!         source: "First steps, an invented crisis".to_owned(),
//!     },
//!     ends: vec!["The guns have gone".to_owned()],
//!     branches: vec![Branch {
//!         name: "As it may come".to_owned(),
//!         shares: vec![Estimate { value: 0.81, low: 0.78, high: 0.84 }],
//!     }],
//! });
//! assert!(svg.starts_with("<svg"));
//! assert!(svg.contains("The guns have gone, As it may come: 81"));
//! ```

mod axis;
mod backtest;
mod bars;
mod box_chart;
mod colours;
mod fan;
mod lettering;
pub mod number;
mod sheet;
mod strip;
mod tornado;
mod words;

pub use backtest::{Backtest, Marker, Standing, backtest};
pub use bars::{Bars, Branch, bars};
pub use box_chart::{BoxChart, Restriction, box_chart};
pub use fan::{Fan, Point, fan};
pub use strip::{Bin, Side, Strip, strip};
pub use tornado::{Input, Tornado, tornado};
pub use words::{Caption, Estimate, Moment, Range};

#[cfg(test)]
mod tests;
