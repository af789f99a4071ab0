//! A test for each derived rule: the theorem it makes, and that a premise of the wrong shape is refused.

use super::*;
