#include "ui/commands_model.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qint64 kGraceMs = 5'000;          // past the timeout, for what is on its way
constexpr qint64 kDurableGraceMs = 60'000;  // past the ttl, which counts from when the bus has it
constexpr qint64 kLongestTtlS = 604'800;

QString keyOf(const QString& id, const QString& device) { return device + QLatin1Char('\n') + id; }

// The day stands there if it is another one.
QString timeText(qint64 atMs) {
  const QDate day = QDateTime::fromMSecsSinceEpoch(atMs).date();
  if (day == QDate::currentDate()) return words::timeOfDay(atMs);
  return CommandsModel::tr("%1 %2").arg(QLocale().toString(day, QLocale::ShortFormat), words::timeOfDay(atMs));
}

QString stateText(const CommandRecord& record) {
  return record.answered ? words::commandStatus(record.update.status) : CommandsModel::tr("sending");
}

}  // namespace

CommandsModel::CommandsModel(QObject* parent, std::size_t atMost) : QAbstractTableModel(parent), m_atMost(atMost) {}

void CommandsModel::addOwn(const QList<node::CommandRequest>& requests, qint64 nowMs) {
  for (const node::CommandRequest& request : requests) {
    CommandRecord& record = add(request.id, request.device);
    record.own = true;
    record.request = request;
    record.firstAtMs = nowMs;
    record.update.durable = request.ttlS > 0;
    record.update.payload = request.payload.left(256);
    record.update.payloadSize = request.payload.size();
    tell(record);
    trim();
  }
  ++m_revision;
  Q_EMIT counted();
}

void CommandsModel::restore(const QList<CommandRecord>& records) {
  for (const CommandRecord& known : records) {
    if (find(known.update.id, known.update.device) != nullptr) continue;
    CommandRecord& record = add(known.update.id, known.update.device);
    record = known;
    if (!record.update.final && !record.update.durable) {
      record.update.status = CommandStatus::Unacknowledged;
      record.update.reason = tr("the console was closed before its end was known");
    }
    if (!record.update.final && record.update.durable && record.inMemory) {
      record.update.status = CommandStatus::Unacknowledged;
      record.update.final = true;
      record.update.reason = tr("lost: it waited in the memory of the program, which was ended");
    }
    tell(record);
    trim();
  }
  Q_EMIT counted();
}

QList<CommandRecord> CommandsModel::newest(qsizetype atMost) const {
  const auto size = static_cast<qsizetype>(m_records.size());
  return {m_records.end() - std::min(size, atMost), m_records.end()};
}

void CommandsModel::refuse(const QString& id, const QString& device, const QString& why) {
  CommandRecord* record = find(id, device);
  if (record != nullptr && !record->update.final) end(*record, CommandStatus::Rejected, why);
}

void CommandsModel::end(CommandRecord& record, CommandStatus status, const QString& why) {
  record.answered = true;
  record.update.status = status;
  record.update.final = true;
  record.update.reason = why;
  ++m_revision;
  tell(record);
}

void CommandsModel::take(const QList<node::CommandUpdate>& updates, quint64 droppedByNode) {
  m_dropped += droppedByNode;
  for (const node::CommandUpdate& update : updates) {
    CommandRecord* known = find(update.id, update.device);
    const bool isNew = known == nullptr;
    CommandRecord& record = isNew ? add(update.id, update.device) : *known;
    if (isNew) record.firstAtMs = update.atMs;
    if (change(record, update)) {
      ++m_revision;
      tell(record);
    }
    trim();
  }
  Q_EMIT counted();
}

// An update comes twice, by the node's ring and by the answer to the sender; only the ring's bears the payload.
bool CommandsModel::change(CommandRecord& record, const node::CommandUpdate& update) {
  const bool isOfRing = update.seq > 0;
  const bool wasKnown = record.knowsPayload();
  if (!wasKnown) {
    record.update.payload = update.payload;
    record.update.payloadSize = update.payloadSize;
    record.payloadKnown = isOfRing;
  }
  if (record.answered && record.update.final) return record.knowsPayload() != wasKnown;
  const QByteArray payload = record.update.payload;
  const qint64 payloadSize = record.update.payloadSize;
  record.update = update;
  record.update.payload = payload;
  record.update.payloadSize = payloadSize;
  record.answered = true;
  return true;
}

void CommandsModel::loseOwn(const QString& why) {
  for (CommandRecord& record : m_records) {
    if (record.own && !record.update.final) end(record, CommandStatus::Unacknowledged, why);
  }
}

void CommandsModel::endOverdue(qint64 nowMs) {
  for (CommandRecord& record : m_records) {
    if (record.update.final) continue;
    const qint64 ageMs = nowMs - record.firstAtMs;
    if (record.update.durable) {
      const qint64 ttlS = record.own ? record.request.ttlS : kLongestTtlS;
      if (ageMs < ttlS * 1'000 + kDurableGraceMs) continue;
      end(record, CommandStatus::Expired, tr("its ttl ended, and no node said what became of it"));
      continue;
    }
    if (!record.own || ageMs < record.request.timeoutS * 1'000 + kGraceMs) continue;
    // One of an earlier run has its reason already.
    const QString& known = record.update.reason;
    const QString why = known.isEmpty() ? tr("no node said in time what became of it") : known;
    end(record, CommandStatus::Unacknowledged, why);
  }
}

int CommandsModel::waitingInMemory() const {
  return static_cast<int>(std::ranges::count_if(
      m_records, [](const CommandRecord& one) { return one.inMemory && one.update.durable && !one.update.final; }));
}

int CommandsModel::ended() const {
  return static_cast<int>(std::ranges::count_if(m_records, [](const CommandRecord& one) { return one.update.final; }));
}

int CommandsModel::forgetEnded() {
  beginResetModel();
  const std::size_t before = m_records.size();
  std::erase_if(m_records, [](const CommandRecord& record) { return record.update.final; });
  m_numbers.clear();
  m_view.clear();
  for (std::size_t i = 0; i < m_records.size(); ++i) {
    m_numbers.insert(keyOf(m_records[i].update.id, m_records[i].update.device), m_first + i);
    if (matches(m_records[i])) m_view.push_back(m_first + i);
  }
  m_dropped = 0;
  ++m_revision;
  endResetModel();
  Q_EMIT counted();
  return static_cast<int>(before - m_records.size());
}

void CommandsModel::setFilter(const QString& text) {
  m_filter = text.simplified();
  filterAnew();
}

void CommandsModel::filterAnew() {
  beginResetModel();
  m_view.clear();
  for (std::size_t i = 0; i < m_records.size(); ++i) {
    if (matches(m_records[i])) m_view.push_back(m_first + i);
  }
  endResetModel();
  Q_EMIT counted();
}

bool CommandsModel::matches(const CommandRecord& record) const {
  if (m_filter.isEmpty()) return true;
  const QStringList all = {record.update.device, record.update.id, stateText(record), text(record, Payload),
                           words::commandOutcome(record.update)};
  const QStringList searched = m_filter.split(QLatin1Char(' '));
  return std::ranges::all_of(searched, [&](const QString& word) {
    return std::ranges::any_of(all, [&](const QString& text) { return text.contains(word, Qt::CaseInsensitive); });
  });
}

CommandRecord* CommandsModel::find(const QString& id, const QString& device) {
  const auto found = m_numbers.constFind(keyOf(id, device));
  return found == m_numbers.constEnd() ? nullptr : &m_records[static_cast<std::size_t>(*found - m_first)];
}

CommandRecord& CommandsModel::add(const QString& id, const QString& device) {
  m_numbers.insert(keyOf(id, device), m_first + m_records.size());
  CommandRecord& record = m_records.emplace_back();
  record.update.id = id;
  record.update.device = device;
  record.inMemory = m_inMemory;
  return record;
}

quint64 CommandsModel::numberOf(const CommandRecord& record) const {
  return m_numbers.value(keyOf(record.update.id, record.update.device));
}

// A row that no longer matches the filter stays till the filter is changed: nothing leaves under the cursor.
void CommandsModel::tell(const CommandRecord& record) {
  const quint64 number = numberOf(record);
  const auto found = std::ranges::lower_bound(m_view, number);
  if (found != m_view.end() && *found == number) {
    const int row = rowCount() - 1 - static_cast<int>(found - m_view.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
    return;
  }
  if (!matches(record)) return;
  const int row = static_cast<int>(m_view.end() - found);
  beginInsertRows({}, row, row);
  m_view.insert(found, number);
  endInsertRows();
}

void CommandsModel::trim() {
  while (m_records.size() > m_atMost) {
    if (!m_view.empty() && m_view.front() == m_first) {
      beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
      m_view.pop_front();
      endRemoveRows();
    }
    m_numbers.remove(keyOf(m_records.front().update.id, m_records.front().update.device));
    m_records.pop_front();
    ++m_first;
    ++m_dropped;
  }
}

const CommandRecord* CommandsModel::at(int row) const {
  if (row < 0 || row >= rowCount()) return nullptr;
  const quint64 number = m_view[m_view.size() - 1 - static_cast<std::size_t>(row)];
  return &m_records[static_cast<std::size_t>(number - m_first)];
}

int CommandsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_view.size());
}

int CommandsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant CommandsModel::data(const QModelIndex& index, int role) const {
  const CommandRecord* record = at(index.row());
  if (record == nullptr) return {};
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole: return text(*record, column);
    case Qt::ToolTipRole: {
      if (column == Payload) return words::payload(record->update.payload, 1'000);
      return column == Outcome || column == Id ? text(*record, column) : QVariant();
    }
    case Qt::TextAlignmentRole: return cellAlignment(column == Acknowledged);
    case kMonospaceRole:
    case kMiddleRole: return column == Payload || column == Id;
    case kDotRole: return column == State;
    case kToneRole: {
      if (column == State) {
        return static_cast<int>(record->answered ? words::commandTone(record->update) : Tone::Muted);
      }
      const bool hasNone = column == Payload && record->update.payload.isEmpty();
      const bool isQuiet = hasNone || column == Sent || column == Delivery || column == Id;
      return static_cast<int>(isQuiet ? Tone::Muted : Tone::Normal);
    }
    default: return {};
  }
}

QString CommandsModel::text(const CommandRecord& record, int column) const {
  const node::CommandUpdate& update = record.update;
  switch (column) {
    case Sent: return timeText(record.firstAtMs);
    case Device: return update.device;
    case Payload: {
      if (update.payload.isEmpty()) return record.knowsPayload() ? tr("(empty)") : QString();
      const QString shown = words::payload(update.payload);
      const bool isCut = update.payloadSize > update.payload.size();
      return isCut ? tr("%1 … (%2)").arg(shown, words::bytes(static_cast<quint64>(update.payloadSize))) : shown;
    }
    case State: return stateText(record);
    case Outcome: return record.answered ? words::commandOutcome(update) : QString();
    case Acknowledged: return update.ackUs > 0 ? words::latency(update.ackUs) : QString();
    case Delivery: return update.durable ? tr("durable") : tr("live");
    case Id: return update.id;
    default: return {};
  }
}

QVariant CommandsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return cellAlignment(section == Acknowledged);
  }
  if (role == Qt::ToolTipRole && section == Acknowledged) {
    return tr("From the node taking the command to the device acknowledging it");
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Sent: return tr("Sent");
    case Device: return tr("Device");
    case Payload: return tr("Payload");
    case State: return tr("State");
    case Outcome: return tr("Answer or reason");
    case Acknowledged: return tr("Acknowledged");
    case Delivery: return tr("Delivery");
    case Id: return tr("Id");
    default: return {};
  }
}

}  // namespace lk::ui
