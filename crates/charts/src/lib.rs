//! Charts of the lab for a classroom wall: plain data in, one SVG with its text alternative out.

mod axis;
mod backtest;
mod bars;
mod box_chart;
mod colours;
mod fan;
mod lettering;
mod number;
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
