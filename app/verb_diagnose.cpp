#include <QTimer>

#include "app/startup.h"
#include "app/verb.h"
#include "server/base/address.h"
#include "server/base/vocabulary.h"
#include "server/setup/device_inquiry.h"
#include "server/setup/local_system.h"

// linekeeper diagnose: why did this device not get its command?
namespace lk::app {

namespace {

using setup::Diagnosis;
using setup::DiagnosisStep;
using setup::Fix;
using setup::Grade;
using setup::Text;

QString s(const char* text) { return QString::fromUtf8(text); }
QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
QString plain(const Text& text) { return shown(qt(text.plain())); }

QString markOf(Grade grade) {
  switch (grade) {
    case Grade::Good: return s("ok");
    case Grade::Unknown: return s("?");
    case Grade::Warning: return s("!");
    case Grade::Problem: return s("XX");
  }
  return {};
}

QString colourOf(Grade grade) {
  switch (grade) {
    case Grade::Good: return s("green");
    case Grade::Unknown: return s("grey");
    case Grade::Warning: return s("amber");
    case Grade::Problem: return s("red");
  }
  return {};
}

QJsonObject toJson(const Fix& fix) {
  QJsonArray commands;
  for (const std::string& command : fix.commands) commands.push_back(qt(command));
  return {{s("text"), plain(fix.text)}, {s("commands"), commands}};
}

QJsonObject toJson(const DiagnosisStep& step) {
  QJsonArray evidence;
  for (const Text& text : step.evidence) evidence.push_back(plain(text));
  QJsonObject json{{s("step"), qt(toText(step.part))},
                   {s("grade"), colourOf(step.grade)},
                   {s("cause"), qt(step.cause)},
                   {s("title"), plain(step.title)},
                   {s("evidence"), evidence}};
  if (step.fix) json.insert(s("fix"), toJson(*step.fix));
  return json;
}

QJsonObject toJson(const Diagnosis& diagnosis) {
  QJsonArray steps;
  for (const DiagnosisStep& step : diagnosis.steps) steps.push_back(toJson(step));
  QJsonObject json{{s("device"), qt(diagnosis.device)},
                   {s("grade"), colourOf(diagnosis.grade)},
                   {s("cause"), qt(diagnosis.cause)},
                   {s("conclusion"), plain(diagnosis.conclusion)},
                   {s("steps"), steps}};
  if (diagnosis.fix) json.insert(s("fix"), toJson(*diagnosis.fix));
  return json;
}

class DiagnoseVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    if (m_line.words.size() != 1) return fail({Error::Code::Usage, "name one device: linekeeper diagnose DEVICE"});
    if (const auto id = checkDeviceId(m_line.words.front()); !id) return fail(id.error());
    m_plan.device = m_line.words.front().toStdString();
    if (m_line.has(s("via"))) {
      const auto way = parseAddress(m_line.value(s("via")).toStdString());
      if (!way) return fail({Error::Code::Usage, "--via: " + way.error().text});
      m_plan.way = *way;
    }
    auto startup = Startup::read(m_line);
    if (!startup) return fail(startup.error());
    m_plan.settings = startup->settings();
    m_plan.wholeCluster = wholeCluster();
    withNode([this] { inquire(); });
  }

 protected:
  // Whatever was asked is answered with an error, and the rest of the way can be looked at all the same.
  void linkLost(const QString& why) override {
    if (!m_inquiry) Verb::linkLost(why);
  }

 private:
  void inquire() {
    m_inquiry = std::make_unique<setup::DeviceInquiry>(std::make_shared<SystemClock>(),
                                                       std::make_shared<setup::LocalSystem>(), &control());
    connect(m_inquiry.get(), &setup::DeviceInquiry::finished, this, &DiagnoseVerb::show);
    m_inquiry->start(m_plan);
  }

  void show(const Diagnosis& diagnosis) {
    for (const DiagnosisStep& step : diagnosis.steps) {
      m_output.line(markOf(step.grade).leftJustified(4) + qt(toText(step.part)).leftJustified(12) + plain(step.title));
      for (const Text& text : step.evidence) m_output.said(QString(16, QLatin1Char(' ')), qt(text.plain()));
    }
    m_output.line({});
    m_output.line(sentence(plain(diagnosis.conclusion)));
    if (diagnosis.fix) {
      m_output.line(s("To do: ") + sentence(plain(diagnosis.fix->text)));
      for (const std::string& command : diagnosis.fix->commands) m_output.line(s("    ") + shown(qt(command)));
    }
    m_output.value(toJson(diagnosis));
    end(diagnosis.grade == Grade::Problem ? kAnswerIsNo : kDone);
  }

  setup::DeviceInquiry::Plan m_plan;
  std::unique_ptr<setup::DeviceInquiry> m_inquiry;
};

}  // namespace

std::unique_ptr<Verb> makeDiagnose(const CommandLine& line) { return std::make_unique<DiagnoseVerb>(line); }

}  // namespace lk::app
