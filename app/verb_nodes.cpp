#include <QDeadlineTimer>
#include <QTimer>
#include <algorithm>

#include "app/text_table.h"
#include "app/verb.h"
#include "server/node/control_codec.h"
#include "server/node/local_node_control.h"
#include "server/node/node_directory.h"

// The verbs about nodes: nodes, drain, kick.
namespace lk::app {

namespace {

using node::Figures;
using node::KickOutcome;
using node::NodeControl;
using node::NodeInfo;
using node::Snapshot;

QString s(const char* text) { return QString::fromUtf8(text); }

node::SnapshotRequest onlyFigures() {
  node::SnapshotRequest request;
  request.sessions = request.events = request.commands = false;
  return request;
}

// Asks the nodes one after the other; one that does not answer is listed as such.
class NodesVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    if (!m_line.words.isEmpty()) return fail({Error::Code::Usage, "nodes takes no words; see linekeeper nodes --help"});
    if (wholeCluster()) return withNode([this] { listCluster(); });
    const auto directory = node::NodeDirectory::ofThisMachine();
    const QString wanted = m_line.value(s("node"));
    for (const node::NodeEntry& entry : directory.running()) {
      if (wanted.isEmpty() || entry.id == wanted) m_left.push_back(entry);
    }
    if (m_left.isEmpty()) {
      const auto found = directory.find(wanted);
      if (!found) return fail(found.error());
      m_left.push_back(*found);
    }
    // Each is shown as it answers, so that only their names are known.
    QList<QStringList> names;
    for (const node::NodeEntry& entry : std::as_const(m_left)) names.push_back({entry.id});
    m_columns = fitted(
        {{s("NODE"), 18}, {s("PID"), 7}, {s("SESSIONS"), 8}, {s("BUS"), 11}, {s("STATE"), 8}, {s("LISTEN"), 6}}, names);
    m_output.line(tableHead(m_columns));
    askNext();
  }

 private:
  void listCluster() {
    control().fetch(onlyFigures(), this, [this](const Result<Snapshot>& snapshot) {
      if (!snapshot) return fail(snapshot.error());
      QList<QStringList> rows;
      for (const node::NodeRow& row : snapshot->nodes) {
        QJsonObject json = toJson(row.info);
        json.insert(s("host"), row.host);
        json.insert(s("state"), toText(row.state));
        json.insert(s("lease_left_ms"), row.leaseLeftMs);
        json.insert(s("figures"), toJson(row.figures));
        m_nodes.push_back(json);
        rows.push_back({row.info.id, row.host, QString::number(row.info.pid), QString::number(row.figures.sessions),
                        humanDuration(row.leaseLeftMs), toText(row.state), row.info.listen.join(s(", "))});
      }
      const QList<TextColumn> columns = fitted({{s("NODE"), 18},
                                                {s("HOST"), 14},
                                                {s("PID"), 7},
                                                {s("SESSIONS"), 8},
                                                {s("LEASE"), 8},
                                                {s("STATE"), 8},
                                                {s("LISTEN"), 6}},
                                               rows);
      m_output.line(tableHead(columns));
      for (const QStringList& row : rows) m_output.line(tableLine(columns, row));
      m_output.value(m_nodes);
      if (rows.isEmpty()) noteNoNode();
      end(kDone);
    });
  }

  void askNext() {
    if (m_left.isEmpty()) {
      m_output.value(m_nodes);
      return end(kDone);
    }
    const node::NodeEntry entry = m_left.takeFirst();
    m_asked = entry.id;
    m_link = std::make_unique<node::LocalNodeControl>(entry.socketName);
    connect(m_link.get(), &NodeControl::stateChanged, this,
            [this, entry](NodeControl::State state, const QString& why) {
              if (state != NodeControl::State::Connected) return show(entry, {}, nullptr, why);
              m_link->fetch(onlyFigures(), this, [this, entry](const Result<Snapshot>& snapshot) {
                if (!snapshot) return show(entry, {}, nullptr, QString::fromStdString(snapshot.error().text));
                show(entry, m_link->info(), &snapshot->figures, {});
              });
            });
    m_link->open();
  }

  void show(const node::NodeEntry& entry, const NodeInfo& info, const Figures* figures, const QString& error) {
    // A link that is lost says so by its state and by what was asked of it.
    if (std::exchange(m_asked, {}) != entry.id) return;
    QJsonObject json = toJson(info);
    json.insert(s("id"), entry.id);
    json.insert(s("pid"), entry.pid);
    QString state = s("silent");
    if (figures != nullptr) {
      json.insert(s("figures"), toJson(*figures));
      state = figures->draining ? s("draining") : s("up");
    } else {
      json.insert(s("error"), error);
    }
    json.insert(s("state"), state);
    m_nodes.push_back(json);
    const QString bus = figures != nullptr && !figures->busUp ? info.bus + s(", away") : info.bus;
    const QString sessions = figures != nullptr ? QString::number(figures->sessions) : s("?");
    m_output.line(
        tableLine(m_columns, {entry.id, QString::number(entry.pid), sessions, bus, state, info.listen.join(s(", "))}));
    QTimer::singleShot(0, this, [this] { askNext(); });
  }

  QList<node::NodeEntry> m_left;
  QList<TextColumn> m_columns;
  QString m_asked;  // the node whose answer is waited for
  QJsonArray m_nodes;
  std::unique_ptr<node::LocalNodeControl> m_link;
};

class DrainVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    const auto rate = m_line.number(s("rate"), 0, 1, 1'000'000);
    if (!rate) return fail(rate.error());
    if (m_line.words.size() > 1) return fail({Error::Code::Usage, "drain takes one node; see linekeeper drain --help"});
    const QString named = m_line.value(s("node"));
    const QString nodeId = m_line.words.isEmpty() ? named : m_line.words.front();
    if (!named.isEmpty() && named != nodeId) {
      return fail({Error::Code::Usage, s("'%1' and --node %2 name two nodes, and drain takes one: leave one out")
                                           .arg(nodeId, named)
                                           .toStdString()});
    }
    withNode(nodeId, [this, nodeId, rate = static_cast<int>(*rate)] {
      // Of a cluster's node perhaps with its instance; empty: there is only one.
      m_nodeId = wholeCluster() ? nodeId.section(QLatin1Char('/'), 0, 0) : control().info().id;
      connect(&control(), &NodeControl::nodeDrained, this, [this](const QString& node) {
        if (isMeant(node)) drained();
      });
      control().drain(m_nodeId, rate, this, [this](const Result<void>& started) {
        if (!started) return fail(started.error());
        m_draining = true;
        m_missing = QDeadlineTimer(kMayBeMissing);
        look();
      });
    });
  }

 protected:
  // A headless node ends when it is empty, and its link with it: it has said so before.
  void linkLost(const QString& why) override {
    m_draining && !wholeCluster() ? goneEarly(s(": ") + why) : Verb::linkLost(why);
  }

 private:
  void look() {
    control().fetch(onlyFigures(), this, [this](const Result<Snapshot>& snapshot) {
      if (!snapshot) return linkLost(QString::fromStdString(snapshot.error().text));
      if (const auto row =
              std::ranges::find_if(snapshot->nodes, [this](const node::NodeRow& one) { return isIt(one); });
          row != snapshot->nodes.end()) {
        if (row->isDrained()) return drained();
        if (row->state == node::NodeState::Dead) return goneEarly({});
        m_missing = QDeadlineTimer(kMayBeMissing);
        sayLeft(*row);
      } else if (m_missing.hasExpired()) {
        return goneEarly({});
      }
      QTimer::singleShot(500, this, [this] { look(); });
    });
  }

  [[nodiscard]] bool isMeant(const QString& node) {
    if (m_nodeId.isEmpty()) m_nodeId = node;
    return node == m_nodeId;
  }

  // And no other that was started under its id since.
  [[nodiscard]] bool isIt(const node::NodeRow& row) {
    if (!isMeant(row.info.id)) return false;
    if (m_startedAtMs == 0) m_startedAtMs = row.info.startedAtMs;
    return row.info.startedAtMs == m_startedAtMs;
  }

  void sayLeft(const node::NodeRow& row) {
    if (row.state == node::NodeState::Silent) return m_output.line(s("it does not answer"));
    m_left = counted(static_cast<qint64>(row.figures.connections), "connection");
    m_output.line(s("%1 left").arg(m_left));
  }

  void goneEarly(const QString& why) {
    QString text = s("node %1 is gone, and did not say that it had drained%2").arg(m_nodeId, why);
    if (!m_left.isEmpty()) text += s("; when it last answered, it had %1 left").arg(m_left);
    fail({Error::Code::NotFound, text.toStdString()});
  }

  void drained() {
    if (std::exchange(m_drained, true)) return;
    m_output.line(s("node %1 is drained").arg(m_nodeId));
    m_output.value(QJsonObject{{s("node"), m_nodeId}, {s("drained"), true}});
    end(kDone);
  }

  QString m_nodeId;
  bool m_draining = false;
  bool m_drained = false;
  QString m_left;            // when it last answered
  qint64 m_startedAtMs = 0;  // 0: it was not seen yet
  // Its last word may come behind what Redis says of it, and a Redis that was flushed knows it again soon.
  static constexpr std::chrono::seconds kMayBeMissing{5};
  QDeadlineTimer m_missing;
};

class KickVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    if (m_line.words.isEmpty()) return fail({Error::Code::Usage, "name a device: linekeeper kick DEVICE"});
    withNode([this] {
      control().kick(m_line.words, this, [this](const Result<KickOutcome>& outcome) {
        if (!outcome) return fail(outcome.error());
        for (const QString& device : outcome->kicked) m_output.line(device + s("  kicked"));
        for (const QString& device : outcome->notConnected) m_output.line(device + s("  not connected"));
        m_output.value(toJson(*outcome));
        end(outcome->notConnected.isEmpty() ? kDone : kAnswerIsNo);
      });
    });
  }
};

}  // namespace

std::unique_ptr<Verb> makeNodes(const CommandLine& line) { return std::make_unique<NodesVerb>(line); }
std::unique_ptr<Verb> makeDrain(const CommandLine& line) { return std::make_unique<DrainVerb>(line); }
std::unique_ptr<Verb> makeKick(const CommandLine& line) { return std::make_unique<KickVerb>(line); }

}  // namespace lk::app
