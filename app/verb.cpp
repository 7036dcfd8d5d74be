#include "app/verb.h"

#include <QCoreApplication>
#include <QTimer>
#include <array>

#include "app/cluster.h"
#include "app/startup.h"
#include "server/base/vocabulary.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"

namespace lk::app {

using node::NodeControl;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 5s;  // for a Redis that may answer yet

}  // namespace

Verb::Verb(CommandLine line) : m_line(std::move(line)), m_output(m_line.has(QStringLiteral("json"))) {
  connect(&m_signals, &ExitSignals::endRequested, this, &Verb::interrupted);
}

void Verb::withNode(const QString& nodeId, std::function<void()> linked) {
  if (wholeCluster()) {
    auto cluster = openCluster();
    if (!cluster) return fail(cluster.error());
    m_control = std::move(*cluster);
    return follow(std::move(linked));
  }
  const auto directory = node::NodeDirectory::ofThisMachine();
  const auto entry = directory.find(nodeId);
  if (!entry) return fail(entry.error());
  auto local = std::make_unique<node::LocalNodeControl>(entry->socketName);
  local->open();
  m_control = std::move(local);
  follow(std::move(linked));
}

// The settings file and --set count, too: the prefix and the password file may be there.
Result<std::unique_ptr<node::NodeControl>> Verb::openCluster() {
  if (m_line.has(QStringLiteral("node"))) {
    return Error{Error::Code::Usage, "--node is a node on this machine and --redis a whole cluster: leave one out"};
  }
  const auto startup = Startup::read(m_line);
  if (!startup) return startup.error();
  const Settings& settings = startup->settings();
  if (settings.redisUrl.empty()) {
    return Error{Error::Code::Usage, "--redis wants a URL, as in --redis redis://127.0.0.1:6379"};
  }
  auto cluster = makeClusterControl(settings, m_line.verb.toStdString(), nullptr, m_clock);
  if (!cluster) return cluster.error();
  (*cluster)->open(kPatience);
  return std::unique_ptr<node::NodeControl>(std::move(*cluster));
}

void Verb::follow(std::function<void()> linked) {
  connect(m_control.get(), &NodeControl::stateChanged, this,
          [this, linked = std::move(linked)](NodeControl::State state, const QString& why) {
            if (state == NodeControl::State::Connected) {
              m_linked = true;
              linked();
            } else if (m_linked) {
              linkLost(why);
            } else {
              const char* whom = wholeCluster() ? "cannot talk to the cluster: " : "cannot talk to the node: ";
              fail({Error::Code::NotFound, whom + why.toStdString()});
            }
          });
}

void Verb::linkLost(const QString& why) {
  fail({Error::Code::NotFound, "the link to the node was lost: " + why.toStdString()});
}

void Verb::interrupted() {
  constexpr int kInterrupted = 130;  // as shells have it
  m_output.value(QJsonObject{{QStringLiteral("error"), QStringLiteral("interrupted")}});
  end(kInterrupted);
}

void Verb::noteNoNode() const {
  m_output.note(QStringLiteral("linekeeper: no node shares this Redis now; are its database and redis.prefix right?"));
}

void Verb::fail(const Error& error) {
  if (!m_ended) end(m_output.fail(error));
}

void Verb::end(int exitCode) {
  if (m_ended) return;
  m_ended = true;
  // From within the loop, whether it runs already or not.
  QTimer::singleShot(0, qApp, [exitCode] { QCoreApplication::exit(exitCode); });
}

int runVerb(const CommandLine& line) {
  static constexpr std::array kMakers = {
      std::pair{"send", &makeSend},         std::pair{"devices", &makeDevices}, std::pair{"kick", &makeKick},
      std::pair{"drain", &makeDrain},       std::pair{"nodes", &makeNodes},     std::pair{"simulate", &makeSimulate},
      std::pair{"trace", &makeTrace},       std::pair{"check", &makeCheck},     std::pair{"nginx", &makeNginx},
      std::pair{"diagnose", &makeDiagnose}, std::pair{"service", &makeService},
  };
  Output output(line.has(QStringLiteral("json")));
  for (const auto& [name, make] : kMakers) {
    if (line.verb != QLatin1StringView(name)) continue;
    const auto verb = make(line);
    QTimer::singleShot(0, verb.get(), [&verb] { verb->start(); });
    const int exitCode = QCoreApplication::exec();
    if (!output.isBroken()) return exitCode;
    output.note(QStringLiteral("linekeeper: the answer could not be written to standard output"));
    return exitCode == kDone ? kAnswerIsNo : exitCode;
  }
  return output.fail({Error::Code::Usage, "no such verb"});
}

Result<void> checkDeviceId(const QString& word) {
  if (isDeviceId(word.toStdString())) return {};
  return Error{Error::Code::Usage,
               "'" + word.toStdString() + "' is no device id, which is 1 to 64 of A-Z a-z 0-9 . _ : -"};
}

QString counted(qint64 number, const char* noun) {
  return QStringLiteral("%1 %2%3").arg(QString::number(number), QString::fromUtf8(noun),
                                       number == 1 ? QString() : QStringLiteral("s"));
}

QString humanDuration(qint64 ms) {
  if (ms < 1000) return QStringLiteral("%1 ms").arg(ms);
  if (ms < 120'000) return QStringLiteral("%1 s").arg(ms / 1000);
  if (ms < 7'200'000) return QStringLiteral("%1 min").arg(ms / 60'000);
  return QStringLiteral("%1 h").arg(ms / 3'600'000);
}

}  // namespace lk::app
