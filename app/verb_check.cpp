#include <algorithm>
#include <array>
#include <memory>

#include "app/finding_json.h"
#include "app/startup.h"
#include "app/surroundings_gatherer.h"
#include "app/verb.h"
#include "server/setup/all_checks.h"
#include "server/setup/check_runner.h"
#include "server/setup/local_system.h"

// linekeeper check: the setup checks, as a person or a script asks for them.
namespace lk::app {

namespace {

using setup::Area;
using setup::CheckOutcome;
using setup::CheckRunner;
using setup::Finding;
using setup::Grade;

QString s(const char* text) { return QString::fromUtf8(text); }
QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString plain(const setup::Text& text) { return shown(qt(text.plain())); }

QString mark(Grade grade) {
  switch (grade) {
    case Grade::Good: return s("  good     ");
    case Grade::Unknown: return s("  unknown  ");
    case Grade::Warning: return s("  WARNING  ");
    case Grade::Problem: return s("  PROBLEM  ");
  }
  return {};
}

bool isToldAlready(const Finding& finding, const Finding& before) {
  return finding.grade == Grade::Unknown && finding.grade == before.grade && finding.title == before.title &&
         finding.evidence == before.evidence;
}

class CheckVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    for (const QString& word : m_line.words) {
      const auto area = setup::areaFromText(word.toStdString());
      if (!area) {
        return fail({Error::Code::Usage, "check knows nginx, firewall, redis, ports, limits and reach, and no '" +
                                             word.toStdString() + "'; see linekeeper check --help"});
      }
      m_areas.push_back(*area);
    }
    const auto startup = Startup::read(m_line);
    if (!startup) return fail(startup.error());
    m_configPath = startup->configPath();
    m_gatherer = std::make_unique<SurroundingsGatherer>(startup->settings(), m_line.value(s("node")), *m_clock);
    connect(m_gatherer.get(), &SurroundingsGatherer::ready, this, &CheckVerb::run);
    m_gatherer->start();
  }

 protected:
  void interrupted() override {
    if (m_runner) m_runner->disconnect(this);
    Verb::interrupted();
  }

 private:
  void run() {
    for (const QString& note : m_gatherer->notes()) m_output.line(s("(%1)").arg(note));
    setup::Surroundings around = m_gatherer->surroundings();
    around.places.push_back(m_configPath.toStdString());
    setup::Checks checks;
    for (const Area area : setup::kAreas) {
      if (!m_areas.empty() && std::find(m_areas.begin(), m_areas.end(), area) == m_areas.end()) continue;
      for (auto& check : setup::checksOf(area, *m_clock)) checks.push_back(std::move(check));
    }
    m_outcomes.resize(checks.size());
    m_runner = std::make_unique<CheckRunner>(m_clock, std::make_shared<setup::LocalSystem>(), std::move(checks));
    connect(m_runner.get(), &CheckRunner::checkEnded, this, &CheckVerb::ended);
    // A person at a terminal is not asked: what hangs is given up.
    connect(m_runner.get(), &CheckRunner::checkHung, this, [this](const setup::Check& check, const Finding& finding) {
      m_output.note(s("linekeeper: %1; it is given up").arg(plain(finding.title)));
      m_runner->cancel(check.id());
    });
    connect(m_runner.get(), &CheckRunner::finished, this, &CheckVerb::finish);
    m_runner->start(std::move(around));
  }

  // They end in any order, and are shown in that of the areas.
  void ended(const setup::Check& check, const CheckOutcome& outcome) {
    const setup::Checks& checks = m_runner->checks();
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (checks[i].get() == &check) m_outcomes[i] = outcome;
    }
    while (m_shown < m_outcomes.size() && m_outcomes[m_shown]) show(*checks[m_shown]);
  }

  void show(const setup::Check& check) {
    const CheckOutcome& outcome = *m_outcomes[m_shown++];
    if (m_area != check.area()) {
      m_area = check.area();
      m_output.line(qt(toText(check.area())));
    }
    for (const Finding& finding : outcome.findings) {
      ++m_counts[static_cast<std::size_t>(finding.grade)];
      QJsonObject json = toJson(finding);
      json.insert(s("area"), qt(toText(check.area())));
      json.insert(s("check"), qt(check.id()));
      m_findings.push_back(json);
      // What keeps several checks from looking is said once.
      if (!m_bad.empty() && isToldAlready(finding, m_bad.back())) continue;
      m_output.line(mark(finding.grade) + plain(finding.title));
      if (finding.grade == Grade::Good) continue;
      for (const setup::Text& evidence : finding.evidence) m_output.said(s("             "), qt(evidence.plain()));
      if (!finding.why.empty()) m_output.line(s("           ") + plain(finding.why));
      m_bad.push_back(finding);
    }
  }

  void finish() {
    if (m_line.has(s("fix-plan"))) showPlan();
    const auto count = [this](Grade grade) { return m_counts[static_cast<std::size_t>(grade)]; };
    const auto several = [](int number, const char* what) {
      return s("%1 %2%3").arg(number).arg(s(what), number == 1 ? QString() : s("s"));
    };
    m_output.line(s("%1, %2, %3 unknown, %4 good%5")
                      .arg(several(count(Grade::Problem), "problem"), several(count(Grade::Warning), "warning"))
                      .arg(count(Grade::Unknown))
                      .arg(count(Grade::Good))
                      .arg(m_bad.empty() || m_line.has(s("fix-plan"))
                               ? QString()
                               : s("; what to do: linekeeper check --fix-plan")));
    m_output.value(QJsonObject{{s("findings"), m_findings},
                               {s("worst"), qt(toText(setup::worst(m_bad)))},
                               {s("notes"), QJsonArray::fromStringList(m_gatherer->notes())}});
    end(count(Grade::Problem) > 0 ? kAnswerIsNo : kDone);
  }

  void showPlan() {
    m_output.line({});
    if (m_bad.empty()) m_output.line(s("nothing is to be mended"));
    int number = 0;
    // The gravest first: what comes after may be of its making.
    std::stable_sort(m_bad.begin(), m_bad.end(),
                     [](const Finding& one, const Finding& other) { return one.grade > other.grade; });
    for (const Finding& finding : m_bad) {
      m_output.line(s("%1. %2 (%3)").arg(++number).arg(plain(finding.title), qt(finding.id)));
      if (!finding.fix) {
        m_output.line(s("   There is nothing to do but to look again."));
        continue;
      }
      m_output.line(s("   ") + plain(finding.fix->text));
      for (const std::string& command : finding.fix->commands) m_output.line(s("     ") + shown(qt(command)));
      const QStringList block = qt(finding.fix->block).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
      for (const QString& line : block) m_output.line(s("     ") + shown(line));
      if (finding.fix->action) showAction(*finding.fix->action);
    }
    m_output.line({});
  }

  void showAction(const setup::Action& action) {
    m_output.line(s("   The console can do it%1: %2")
                      .arg(action.elevated ? s(", with an administrator's rights") : QString(), plain(action.does)));
    if (action.undo.empty()) return;
    m_output.line(s("   and take it back:"));
    for (const setup::CommandLine& command : action.undo) m_output.line(s("     ") + shown(qt(command.shellText())));
  }

  const std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();
  std::vector<Area> m_areas;  // empty: all
  QString m_configPath;
  std::unique_ptr<SurroundingsGatherer> m_gatherer;
  std::unique_ptr<CheckRunner> m_runner;
  std::vector<std::optional<CheckOutcome>> m_outcomes;  // by place in the runner's checks
  std::size_t m_shown = 0;
  std::optional<Area> m_area;  // shown last
  std::array<int, 4> m_counts{};
  QJsonArray m_findings;
  std::vector<Finding> m_bad;
};

}  // namespace

std::unique_ptr<Verb> makeCheck(const CommandLine& line) { return std::make_unique<CheckVerb>(line); }

}  // namespace lk::app
