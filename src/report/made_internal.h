// Evidence made by hand for the tests of this folder. It is defined in a test source, so that its
// words stay out of the table of Simplified texts.
#pragma once

#include <string>

#include "evidence/evidence.h"

namespace shijin {

/// The article's sentiment_test.csv with a gate on the negative class, which stays undecided
Evidence made_sentiment();
/// The article's copywriting_test.csv under its own profile: one gate fails, one is skipped
Evidence made_copywriting();
/// 21 intents, so that only the weakest are shown; intent_4 is the core label
Evidence made_intents();
/// Texts that want to move the cursor, leave their table cell or close their element
Evidence made_hostile();

/// made_sentiment() with something in every part that a result may have
Evidence made_whole();

/// Expect a page to equal the one kept in tests/data/report; with SHIJIN_ACCEPT=1 keep it instead
void expect_page(const std::string& name, const std::string& page);

}  // namespace shijin
