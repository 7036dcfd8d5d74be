#include "ui/saved_filters.h"

#include <QSettings>
#include <algorithm>

#include "ui/tone.h"

namespace lk::ui {

namespace {

constexpr int kMostRead = 1'000;  // of a settings file, which anybody may have written

}  // namespace

SavedFilters::SavedFilters(QSettings* state, const QString& key, QObject* parent)
    : QAbstractTableModel(parent), m_state(state), m_key(key) {
  if (m_state == nullptr) return;
  const int size = std::min(m_state->beginReadArray(m_key), kMostRead);
  for (int i = 0; i < size; ++i) {
    m_state->setArrayIndex(i);
    const Entry entry{m_state->value(QStringLiteral("name")).toString().trimmed(),
                      m_state->value(QStringLiteral("filter")).toString()};
    if (!entry.name.isEmpty()) m_entries.push_back(entry);
  }
  m_state->endArray();
  std::ranges::sort(m_entries, [](const Entry& a, const Entry& b) { return a.name.localeAwareCompare(b.name) < 0; });
}

void SavedFilters::keep() {
  if (m_state != nullptr) {
    m_state->remove(m_key);
    m_state->beginWriteArray(m_key, static_cast<int>(m_entries.size()));
    for (int i = 0; i < m_entries.size(); ++i) {
      m_state->setArrayIndex(i);
      m_state->setValue(QStringLiteral("name"), m_entries[i].name);
      m_state->setValue(QStringLiteral("filter"), m_entries[i].filter);
    }
    m_state->endArray();
    m_state->sync();
  }
  Q_EMIT changed();
}

qsizetype SavedFilters::placeOf(const QString& name) const {
  const auto place = std::ranges::lower_bound(
      m_entries, name, [](const QString& a, const QString& b) { return a.localeAwareCompare(b) < 0; }, &Entry::name);
  return place - m_entries.begin();
}

bool SavedFilters::save(const QString& name, const QString& filter) {
  const QString plain = name.simplified();
  if (plain.isEmpty()) return false;
  const auto same = std::ranges::find(m_entries, plain, &Entry::name);
  if (same != m_entries.end()) {
    same->filter = filter;
    const int row = static_cast<int>(same - m_entries.begin());
    Q_EMIT dataChanged(index(row, Filter), index(row, Filter));
  } else {
    const int row = static_cast<int>(placeOf(plain));
    beginInsertRows({}, row, row);
    m_entries.insert(row, {plain, filter});
    endInsertRows();
  }
  keep();
  return true;
}

void SavedFilters::remove(int row) {
  if (row < 0 || row >= rowCount()) return;
  beginRemoveRows({}, row, row);
  m_entries.removeAt(row);
  endRemoveRows();
  keep();
}

int SavedFilters::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int SavedFilters::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant SavedFilters::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::ToolTipRole) return {};
  const Entry& entry = m_entries[index.row()];
  return index.column() == Name ? entry.name : entry.filter;
}

QVariant SavedFilters::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) return cellAlignment(false);
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == Name ? tr("Name") : tr("Filter");
}

Qt::ItemFlags SavedFilters::flags(const QModelIndex& index) const {
  const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  return index.isValid() && index.column() == Name ? flags | Qt::ItemIsEditable : flags;
}

bool SavedFilters::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::EditRole || index.column() != Name)
    return false;
  const QString name = value.toString().simplified();
  if (name == m_entries[index.row()].name) return true;
  if (name.isEmpty() || std::ranges::find(m_entries, name, &Entry::name) != m_entries.end()) return false;
  const int from = index.row();
  m_entries[from].name = name;
  Q_EMIT dataChanged(index, index);
  // To where its name belongs.
  Entry entry = m_entries.takeAt(from);
  const int to = static_cast<int>(placeOf(name));
  m_entries.insert(from, entry);
  if (to != from && beginMoveRows({}, from, from, {}, to > from ? to + 1 : to)) {
    m_entries.move(from, to);
    endMoveRows();
  }
  keep();
  return true;
}

}  // namespace lk::ui
