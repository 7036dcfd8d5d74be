#include "app/verb.h"

#include <QCoreApplication>
#include <QTimer>
#include <array>
#include <cstdio>

#include "server/node/node_directory.h"

namespace lk::app {

using node::NodeControl;

Verb::Verb(CommandLine line) : m_line(std::move(line)), m_output(m_line.has(QStringLiteral("json"))) {
  connect(&m_signals, &ExitSignals::endRequested, this, &Verb::interrupted);
}

void Verb::withNode(const QString& nodeId, std::function<void()> linked) {
  const node::NodeDirectory directory(node::NodeDirectory::defaultPath());
  const auto entry = directory.find(nodeId);
  if (!entry) return fail(entry.error());
  m_control = std::make_unique<node::LocalNodeControl>(entry->socketName);
  connect(m_control.get(), &NodeControl::stateChanged, this,
          [this, linked = std::move(linked)](NodeControl::State state, const QString& why) {
            if (state == NodeControl::State::Connected) {
              m_linked = true;
              linked();
            } else if (m_linked) {
              linkLost(why);
            } else {
              fail({Error::Code::NotFound, "cannot talk to the node: " + why.toStdString()});
            }
          });
  m_control->open();
}

void Verb::linkLost(const QString& why) {
  fail({Error::Code::NotFound, "the link to the node was lost: " + why.toStdString()});
}

void Verb::interrupted() {
  constexpr int kInterrupted = 130;  // as shells have it
  m_output.value(QJsonObject{{QStringLiteral("error"), QStringLiteral("interrupted")}});
  end(kInterrupted);
}

void Verb::end(int exitCode) {
  if (m_ended) return;
  m_ended = true;
  // From within the loop, whether it runs already or not.
  QTimer::singleShot(0, qApp, [exitCode] { QCoreApplication::exit(exitCode); });
}

int runVerb(const CommandLine& line) {
  static constexpr std::array kMakers = {
      std::pair{"send", &makeSend},   std::pair{"devices", &makeDevices}, std::pair{"kick", &makeKick},
      std::pair{"drain", &makeDrain}, std::pair{"nodes", &makeNodes},     std::pair{"simulate", &makeSimulate},
      std::pair{"trace", &makeTrace},
  };
  Output output(line.has(QStringLiteral("json")));
  if (!line.value(QStringLiteral("redis")).isEmpty()) {
    return output.fail({Error::Code::Settings,
                        "this version has no Redis bus yet; leave --redis out to talk to a node on this machine"});
  }
  for (const auto& [name, make] : kMakers) {
    if (line.verb != QLatin1StringView(name)) continue;
    const auto verb = make(line);
    QTimer::singleShot(0, verb.get(), [&verb] { verb->start(); });
    const int exitCode = QCoreApplication::exec();
    if (std::ferror(stdout) == 0) return exitCode;
    output.note(QStringLiteral("linekeeper: the answer could not be written to standard output"));
    return exitCode == kDone ? kAnswerIsNo : exitCode;
  }
  return output.fail({Error::Code::Usage, "no such verb"});
}

QString humanDuration(qint64 ms) {
  if (ms < 1000) return QStringLiteral("%1 ms").arg(ms);
  if (ms < 120'000) return QStringLiteral("%1 s").arg(ms / 1000);
  if (ms < 7'200'000) return QStringLiteral("%1 min").arg(ms / 60'000);
  return QStringLiteral("%1 h").arg(ms / 3'600'000);
}

}  // namespace lk::app
