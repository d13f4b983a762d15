// Result<T>: a value or an Error. What data, files, the network or the user can cause comes back
// this way; SJ_CHECK is for our own mistakes only.
#pragma once

#include <cstdlib>
#include <utility>
#include <variant>

#include "base/error.h"

namespace shijin {

/// The value of a Result that has nothing to hand back
struct Done {};

/// Hold either a T or the Error that prevented it; ignoring one does not compile
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& { return std::get<0>(state_); }
  T& value() & { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

/// Print where and why to standard error, then abort; reached only through SJ_CHECK
[[noreturn]] void check_failed(const char* file, int line, const char* why);

}  // namespace shijin

#define SJ_CONCAT_INNER(a, b) a##b
#define SJ_CONCAT(a, b) SJ_CONCAT_INNER(a, b)

/// Give the value of a Result, or hand its error to the caller
#define SJ_TRY(expression)                                    \
  __extension__({                                             \
    auto sj_result = (expression);                            \
    if (!sj_result.ok()) return std::move(sj_result).error(); \
    std::move(sj_result).value();                             \
  })

/// Stop the program when one of our own assumptions does not hold
#define SJ_CHECK(condition, why) \
  ((condition) ? static_cast<void>(0) : ::shijin::check_failed(__FILE__, __LINE__, why))
