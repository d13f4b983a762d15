// What is said of a JSON record that cannot be read, and of a file that is not what it seems.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json_walk.h"
#include "table/table.h"

namespace shijin {

/// Say what is wrong with a record; `before` is what stands before it on its first line
Error json_error(const JsonFinding& finding, const std::string& path, const Record& record,
                 std::string_view before);

/// What a JSON or JSONL file as a whole may have wrong
Error json_file_is_empty(const std::string& path);
Error json_file_is_one_list(const std::string& path);
Error json_file_is_csv(const std::string& path, std::string_view line);
Error json_has_no_records(const std::string& path);
Error json_has_no_keys(const std::string& path);
Error json_has_several_lists(const std::string& path, std::string_view names);
Error json_is_by_column(const std::string& path, std::string_view name);
Error json_list_is_not_closed(const std::string& path, std::int64_t line);
Error json_more_after_list(const std::string& path, std::int64_t line, std::string_view rest);
Error json_record_too_long(const std::string& path, std::int64_t line);
Error json_document_too_long(const std::string& path);

}  // namespace shijin
