#include <QDateTime>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <algorithm>

#include "app/text_table.h"
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
    m_output.json() ? m_output.value(toArray(rows)) : show(rows, snapshot.figures.atMs);
    if (wholeCluster() && snapshot.nodes.isEmpty()) noteNoNode();
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

  static QJsonArray toArray(const QList<SessionRow>& rows) {
    QJsonArray array;
    for (const SessionRow& row : rows) array.push_back(toJson(row));
    return array;
  }

  void show(const QList<SessionRow>& rows, qint64 nowMs) {
    QList<QStringList> cells;
    for (const SessionRow& row : rows) cells.push_back(cellsOf(row, nowMs));
    const QList<TextColumn> wide = fitted(columns(), cells);
    m_output.line(tableHead(wide));
    for (const QStringList& row : cells) m_output.line(tableLine(wide, row));
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
    if (m_output.isBroken()) return end(kAnswerIsNo);
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
    m_output.line(sign + QLatin1Char(' ') + tableLine(columns(), cellsOf(row, nowMs)));
  }

  static QList<TextColumn> columns() {
    return {{s("DEVICE"), 22}, {s("NODE"), 14},         {s("ADDRESS"), 22},     {s("CONNECTED"), 9},
            {s("HEARD"), 7},   {s("REPORTS"), 7, true}, {s("PENDING"), 7, true}};
  }

  static QStringList cellsOf(const SessionRow& row, qint64 nowMs) {
    return {row.device,
            row.node,
            row.peer(),
            humanDuration(nowMs - row.connectedAtMs),
            humanDuration(nowMs - row.lastHeardAtMs),
            QString::number(row.reports),
            QString::number(row.commandsPending)};
  }

  node::SessionFilter m_filter;
  qint64 m_limit = 0;
  node::Cursor m_cursor;
  QHash<quint64, SessionRow> m_known;
};

}  // namespace

std::unique_ptr<Verb> makeDevices(const CommandLine& line) { return std::make_unique<DevicesVerb>(line); }

}  // namespace lk::app
