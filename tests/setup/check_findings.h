#pragma once

#include <QByteArray>
#include <algorithm>
#include <string_view>

#include "server/setup/check.h"

namespace lk::test {

// What some checks found.
class Found {
 public:
  void run(setup::Checks checks, setup::System& system, const setup::Surroundings& around, const Clock& clock) {
    m_findings.clear();
    for (const auto& check : checks) {
      auto more = check->run(system, around, setup::Patience(clock, check->deadline()));
      m_findings.insert(m_findings.end(), more.begin(), more.end());
    }
  }
  void take(std::vector<setup::Finding> findings) { m_findings = std::move(findings); }

  [[nodiscard]] const setup::Finding* find(std::string_view id) const {
    const auto found = std::find_if(m_findings.begin(), m_findings.end(),
                                    [id](const setup::Finding& finding) { return finding.id == id; });
    return found == m_findings.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool has(std::string_view id, setup::Grade grade) const {
    const setup::Finding* finding = find(id);
    return finding != nullptr && finding->grade == grade;
  }
  // Good ones left out.
  [[nodiscard]] bool nothingWrong() const {
    return setup::worst(m_findings) == setup::Grade::Good && !m_findings.empty();
  }
  // This one is found, with words that tell a person what to do, and nothing else is wrong.
  [[nodiscard]] bool only(std::string_view id, setup::Grade grade) const {
    const setup::Finding* finding = find(id);
    const bool told = finding != nullptr && !finding->title.plain().empty() && !finding->evidence.empty() &&
                      !finding->why.plain().empty() && finding->fix.has_value();
    return told && finding->grade == grade &&
           std::all_of(m_findings.begin(), m_findings.end(), [id](const setup::Finding& other) {
             return other.id == id || other.grade == setup::Grade::Good;
           });
  }
  // For QVERIFY2.
  [[nodiscard]] const char* all() const {
    m_text = "found:\n";
    for (const setup::Finding& finding : m_findings) {
      m_text +=
          "  " + std::string(setup::toText(finding.grade)) + ' ' + finding.id + ": " + finding.title.plain() + '\n';
      for (const setup::Text& evidence : finding.evidence) m_text += "      " + evidence.plain() + '\n';
    }
    return m_text.c_str();
  }
  [[nodiscard]] const std::vector<setup::Finding>& findings() const { return m_findings; }

 private:
  std::vector<setup::Finding> m_findings;
  mutable std::string m_text;
};

[[nodiscard]] inline bool evidenceHas(const setup::Finding& finding, std::string_view words) {
  return std::any_of(finding.evidence.begin(), finding.evidence.end(),
                     [words](const setup::Text& text) { return text.plain().find(words) != std::string::npos; });
}

}  // namespace lk::test
