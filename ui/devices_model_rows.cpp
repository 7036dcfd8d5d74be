#include <algorithm>

#include "ui/devices_model.h"

// How rows of the table come, go and change their places, and what views are told of it.
namespace lk::ui {

namespace {

constexpr std::size_t kMostRuns = 64;  // more runs of rows are moved together first

// Runs [first, last] of consecutive numbers in what is sorted.
std::vector<std::pair<int, int>> runsOf(const std::vector<int>& sorted) {
  std::vector<std::pair<int, int>> runs;
  for (const int row : sorted) {
    if (!runs.empty() && runs.back().second + 1 == row) {
      runs.back().second = row;
    } else {
      runs.emplace_back(row, row);
    }
  }
  return runs;
}

}  // namespace

// Behind all others, as they are to be sorted soon.
void DevicesModel::append(const std::vector<int>& slots) {
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(slots.size()) - 1);
  m_view.insert(m_view.end(), slots.begin(), slots.end());
  for (int row = first; row < rowCount(); ++row) m_rowOfSlot[place(m_view[place(row)])] = row;
  endInsertRows();
}

// From what is shown to what is to be shown: rows leave, the rest changes its order, rows come.
void DevicesModel::show(const std::vector<int>& next) {
  std::vector<char> wanted(place(m_store.slots()), 0);
  for (const int slot : next) wanted[place(slot)] = 1;
  removeAllBut(wanted);

  std::vector<char> present(place(m_store.slots()), 0);
  for (const int slot : m_view) present[place(slot)] = 1;
  std::vector<int> stayed;
  stayed.reserve(m_view.size());
  std::ranges::copy_if(next, std::back_inserter(stayed), [&](int slot) { return present[place(slot)] != 0; });
  permute(std::move(stayed));
  insertMissing(next, present);
  rememberRows();
}

void DevicesModel::removeAllBut(const std::vector<char>& wanted) {
  const auto leaves = [&](int slot) { return wanted[place(slot)] == 0; };
  std::vector<int> rows;
  for (int row = 0; row < rowCount(); ++row) {
    if (leaves(m_view[place(row)])) rows.push_back(row);
  }
  if (rows.empty()) return;
  auto runs = runsOf(rows);
  if (runs.size() > kMostRuns) {
    std::vector<int> next = m_view;
    std::ranges::stable_partition(next, std::not_fn(leaves));
    permute(std::move(next));
    runs = {{rowCount() - static_cast<int>(rows.size()), rowCount() - 1}};
  }
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    beginRemoveRows({}, run->first, run->second);
    m_view.erase(m_view.begin() + run->first, m_view.begin() + run->second + 1);
    endRemoveRows();
  }
}

void DevicesModel::permute(std::vector<int> next) {
  if (next == m_view) return;
  Q_EMIT orderAboutToChange();
  Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  if (!before.isEmpty()) {
    std::vector<int> rowOfSlot(place(m_store.slots()), -1);
    for (std::size_t row = 0; row < next.size(); ++row) rowOfSlot[place(next[row])] = static_cast<int>(row);
    after.reserve(before.size());
    for (const QModelIndex& index : before) {
      after.push_back(createIndex(rowOfSlot[place(m_view[place(index.row())])], index.column()));
    }
  }
  m_view = std::move(next);
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged({}, VerticalSortHint);
  Q_EMIT orderChanged();
}

void DevicesModel::insertMissing(const std::vector<int>& next, const std::vector<char>& present) {
  std::vector<int> rows;
  for (std::size_t row = 0; row < next.size(); ++row) {
    if (present[place(next[row])] == 0) rows.push_back(static_cast<int>(row));
  }
  if (rows.empty()) return;
  const auto runs = runsOf(rows);
  if (runs.size() <= kMostRuns) {
    for (const auto& [first, last] : runs) {
      beginInsertRows({}, first, last);
      m_view.insert(m_view.begin() + first, next.begin() + first, next.begin() + last + 1);
      endInsertRows();
    }
    return;
  }
  beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
  for (const int row : rows) m_view.push_back(next[place(row)]);
  endInsertRows();
  permute(next);
}

void DevicesModel::rememberRows() {
  m_rowOfSlot.assign(place(m_store.slots()), -1);
  for (std::size_t row = 0; row < m_view.size(); ++row) m_rowOfSlot[place(m_view[row])] = static_cast<int>(row);
}

void DevicesModel::tellChanged(const std::vector<int>& slots) {
  std::vector<int> rows;
  for (const int slot : slots) {
    if (const int row = m_rowOfSlot[place(slot)]; row >= 0) rows.push_back(row);
  }
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  for (const auto& [first, last] : runsOf(rows)) {
    Q_EMIT dataChanged(index(first, 0), index(last, DeviceColumn::kCount - 1));
  }
}

}  // namespace lk::ui
