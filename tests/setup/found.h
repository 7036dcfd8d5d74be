#pragma once

#include <QByteArray>
#include <algorithm>

#include "server/setup/check.h"

namespace lk::test {

// All that these checks find, in their order.
inline std::vector<setup::Finding> findAll(const setup::Checks& checks, setup::System& system,
                                           const setup::Surroundings& around, const setup::Patience& patience) {
  std::vector<setup::Finding> all;
  for (const auto& check : checks) std::ranges::move(check->run(system, around, patience), std::back_inserter(all));
  return all;
}

inline const setup::Finding* findingOf(const std::vector<setup::Finding>& findings, std::string_view id) {
  const auto found = std::ranges::find(findings, id, &setup::Finding::id);
  return found == findings.end() ? nullptr : &*found;
}

inline bool evidenceHas(const setup::Finding& finding, std::string_view words) {
  return std::ranges::any_of(finding.evidence,
                             [&](const setup::Text& text) { return text.plain().find(words) != std::string::npos; });
}

// For a test's message: every finding with its evidence and fix.
inline QByteArray told(const std::vector<setup::Finding>& findings) {
  std::string whole;
  for (const setup::Finding& finding : findings) {
    whole += "\n" + std::string(toText(finding.grade)) + ' ' + finding.id + ": " + finding.title.plain();
    for (const setup::Text& text : finding.evidence) whole += "\n    " + text.plain();
    if (!finding.fix) continue;
    whole += "\n    fix: " + finding.fix->text.plain();
    for (const std::string& command : finding.fix->commands) whole += "\n      " + command;
  }
  return QByteArray::fromStdString(whole);
}

}  // namespace lk::test
