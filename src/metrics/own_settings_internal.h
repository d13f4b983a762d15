// Taking single settings of a definition, with one form of refusal for all of them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "metrics/own_metric.h"

namespace shijin {

/// The refusal of a setting's value: what metric, what setting, and what it may be
Error setting_error(const OwnText& text, std::string_view setting, Message expected);

Result<std::string> text_setting(const OwnText& text, std::string_view setting,
                                 const OwnValue& value);
Result<bool> flag_setting(const OwnText& text, std::string_view setting, const OwnValue& value);
Result<double> number_setting(const OwnText& text, std::string_view setting, const OwnValue& value);
Result<std::string> choice_setting(const OwnText& text, std::string_view setting,
                                   const OwnValue& value,
                                   std::initializer_list<std::string_view> choices);

/// A digest of bytes, as signatures carry it
std::string digest_of(std::string_view bytes);

}  // namespace shijin
