#include <QDateTime>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <algorithm>

#include "app/verb.h"
#include "server/node/control_codec.h"
#include "server/node/session_filter.h"

namespace lk::app {

namespace {

using node::SessionRow;
using node::Snapshot;

QString s(const char* text) { return QString::fromUtf8(text); }

class DevicesVerb final : public Verb {
 public:
  using Verb::Verb;

  void start() override {
    const auto filter = node::SessionFilter::parse(m_line.value(s("filter")));
    if (!filter) return fail({Error::Code::Usage, "--filter " + filter.error().text});
    const auto limit = m_line.number(s("limit"), 0, 1, 100'000'000);
    if (!limit) return fail(limit.error());
    if (!m_line.words.isEmpty()) {
      return fail({Error::Code::Usage, "devices takes no words, as '" + m_line.words.front().toStdString() +
                                           "' is one; to find some, use --filter TEXT"});
    }
    m_filter = *filter;
    m_limit = *limit;
    withNode([this] { fetch(); });
  }

 protected:
  void interrupted() override {
    m_output.endArray();
    end(kDone);
  }

 private:
  void fetch() {
    node::SnapshotRequest request;
    request.events = request.commands = false;
    request.since = m_cursor;
    control().fetch(request, this, [this](const Result<Snapshot>& snapshot) {
      if (!snapshot) return fail(snapshot.error());
      m_cursor = snapshot->cursor;
      m_line.has(s("watch")) ? watch(*snapshot) : list(*snapshot);
    });
  }

  void list(const Snapshot& snapshot) {
    QList<SessionRow> rows;
    std::copy_if(snapshot.sessions.begin(), snapshot.sessions.end(), std::back_inserter(rows),
                 [&](const SessionRow& row) { return m_filter.matches(row, snapshot.figures.atMs); });
    std::ranges::sort(rows, {}, &SessionRow::device);
    const qsizetype matching = rows.size();
    if (m_limit > 0 && rows.size() > m_limit) rows.resize(m_limit);
    QJsonArray array;
    if (!m_output.json()) m_output.line(header());
    for (const SessionRow& row : rows) {
      m_output.json() ? array.push_back(toJson(row)) : m_output.line(lineOf(row, snapshot.figures.atMs));
    }
    m_output.value(array);
    for (const node::NodeRow& node : snapshot.nodes) {
      if (node.state != node::NodeState::Silent) continue;
      m_output.note(s("linekeeper: node %1 does not answer; not listed: %2")
                        .arg(node.info.id, counted(static_cast<qint64>(node.figures.sessions), "session")));
    }
    if (rows.size() < matching) {
      m_output.line(s("%1 of %2 shown").arg(rows.size()).arg(matching));
    } else {
      m_output.line(counted(matching, "device"));
    }
    end(kDone);
  }

  void watch(const Snapshot& snapshot) {
    for (const quint64 number : snapshot.closed) {
      if (const auto found = m_known.constFind(number); found != m_known.constEnd()) {
        change(s("-"), *found, snapshot.figures.atMs);
        m_known.erase(found);
      }
    }
    for (const QString& node : snapshot.allOfNodes) forgetBut(node, snapshot);
    for (const SessionRow& row : snapshot.sessions) {
      if (!m_filter.matches(row, snapshot.figures.atMs)) continue;
      if (!m_known.contains(row.session)) change(s("+"), row, snapshot.figures.atMs);
      m_known.insert(row.session, row);
    }
    QTimer::singleShot(500, this, [this] { fetch(); });
  }

  // The snapshot has all sessions of this node: what it has not is gone.
  void forgetBut(const QString& node, const Snapshot& snapshot) {
    QSet<quint64> there;
    for (const SessionRow& row : snapshot.sessions) there.insert(row.session);
    m_known.removeIf([&](const std::pair<const quint64&, SessionRow&>& known) {
      if (known.second.node != node || there.contains(known.first)) return false;
      change(s("-"), known.second, snapshot.figures.atMs);
      return true;
    });
  }

  void change(const QString& sign, const SessionRow& row, qint64 nowMs) {
    QJsonObject json = toJson(row);
    json.insert(s("change"), sign == QLatin1StringView("+") ? s("opened") : s("closed"));
    m_output.arrayItem(json);
    m_output.line(sign + QLatin1Char(' ') + lineOf(row, nowMs));
  }

  static QString header() {
    return s("DEVICE").leftJustified(24) + s("NODE").leftJustified(16) + s("ADDRESS").leftJustified(24) +
           s("CONNECTED").leftJustified(11) + s("HEARD").leftJustified(9) + s("REPORTS").rightJustified(9) +
           s("PENDING").rightJustified(9);
  }

  static QString lineOf(const SessionRow& row, qint64 nowMs) {
    return row.device.leftJustified(24) + row.node.leftJustified(16) +
           s("%1:%2").arg(row.address).arg(row.port).leftJustified(24) +
           humanDuration(nowMs - row.connectedAtMs).leftJustified(11) +
           humanDuration(nowMs - row.lastHeardAtMs).leftJustified(9) + QString::number(row.reports).rightJustified(9) +
           QString::number(row.commandsPending).rightJustified(9);
  }

  node::SessionFilter m_filter;
  qint64 m_limit = 0;
  node::Cursor m_cursor;
  QHash<quint64, SessionRow> m_known;
};

}  // namespace

std::unique_ptr<Verb> makeDevices(const CommandLine& line) { return std::make_unique<DevicesVerb>(line); }

}  // namespace lk::app
