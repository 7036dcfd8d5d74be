#include <QTimer>

#include "app/verb.h"
#include "server/base/address.h"
#include "server/base/settings.h"
#include "server/node/simulated_fleet.h"

namespace lk::app {

namespace {

using namespace std::chrono_literals;

constexpr qint64 kLargestPayload = 16 * 1024 * 1024;  // that node.max-payload may be

QString s(const char* text) { return QString::fromUtf8(text); }

class SimulateVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    const auto target = parseAddress(m_line.value(s("target")).toStdString());
    if (!target) return fail({Error::Code::Usage, "--target: " + target.error().text});
    const auto devices = m_line.number(s("devices"), 0, 1, 1'000'000);
    const auto every = m_line.number(s("report-every"), 10, 0, 86'400);
    const auto most = m_line.number(s("max-payload"), Settings().maxPayload, 256, kLargestPayload);
    const auto size = m_line.number(s("size"), 64, 0, kLargestPayload);
    const auto seconds = m_line.number(s("seconds"), 0, 1, 31'536'000);
    const auto keepalive = m_line.number(s("keepalive"), 60, 5, 3'600);
    for (const auto* number : {&devices, &every, &most, &size, &seconds, &keepalive}) {
      if (!*number) return fail(number->error());
    }
    if (!m_line.words.isEmpty()) return fail({Error::Code::Usage, "simulate takes options only; see its --help"});
    if (*devices == 0) return fail({Error::Code::Usage, "say how many: --devices N"});
    if (*size > *most) {
      return fail(
          {Error::Code::Usage, s("--size is %1, and a frame holds %2 bytes; where the gateway's node.max-payload "
                                 "is more than that, say so with --max-payload")
                                   .arg(QString::number(*size), QString::number(*most))
                                   .toStdString()});
    }

    node::FleetPlan plan;
    plan.host = QString::fromStdString(target->host);
    plan.port = target->port;
    plan.devices = static_cast<int>(*devices);
    plan.prefix = m_line.value(s("prefix"), s("sim-"));
    plan.reportEvery = std::chrono::seconds(*every);
    plan.keepalive = std::chrono::seconds(*keepalive);
    plan.reportSize = static_cast<int>(*size);
    if (const auto started = m_fleet.start(plan); !started) return fail(started.error());
    connect(&m_timer, &QTimer::timeout, this, &SimulateVerb::progress);
    m_timer.start(1s);
    if (*seconds > 0) QTimer::singleShot(std::chrono::seconds(*seconds), this, [this] { finish(); });
  }

 protected:
  void interrupted() override { finish(); }

 private:
  static QString lineOf(const node::FleetCounts& counts) {
    return s("%1 connected, %2 connects, %3 failures, %4 ended, %5 reports sent, %6 acknowledged, %7 commands")
        .arg(counts.connected)
        .arg(counts.connects)
        .arg(counts.failures)
        .arg(counts.closes)
        .arg(counts.reportsSent)
        .arg(counts.reportsAcked)
        .arg(counts.commands);
  }

  void progress() { m_output.note(lineOf(m_fleet.counts())); }

  void finish() {
    m_timer.stop();
    const node::FleetCounts counts = m_fleet.counts();
    m_fleet.stop();
    m_output.line(lineOf(counts));
    m_output.value(QJsonObject{{s("connected"), counts.connected},
                               {s("connects"), counts.connects},
                               {s("failures"), counts.failures},
                               {s("closes"), counts.closes},
                               {s("reports_sent"), counts.reportsSent},
                               {s("reports_acked"), counts.reportsAcked},
                               {s("commands"), counts.commands}});
    if (counts.connects == 0) m_output.note(s("linekeeper: no device got through to the gateway"));
    end(counts.connects == 0 ? kNobodyThere : counts.connected > 0 ? kDone : kAnswerIsNo);
  }

  node::SimulatedFleet m_fleet;
  QTimer m_timer;
};

}  // namespace

std::unique_ptr<Verb> makeSimulate(const CommandLine& line) { return std::make_unique<SimulateVerb>(line); }

}  // namespace lk::app
