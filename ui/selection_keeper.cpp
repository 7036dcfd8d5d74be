#include "ui/selection_keeper.h"

#include <QItemSelectionModel>
#include <QSignalBlocker>

#include "ui/devices_model.h"

namespace lk::ui {

namespace {

constexpr int kMany = 500;  // rows

}  // namespace

SelectionKeeper::SelectionKeeper(DevicesModel& devices, QItemSelectionModel& selection, QObject* parent)
    : QObject(parent), m_devices(devices), m_selection(selection) {
  connect(&m_devices, &DevicesModel::orderAboutToChange, this, &SelectionKeeper::takeAway);
  connect(&m_devices, &DevicesModel::orderChanged, this, &SelectionKeeper::giveBack);
}

// Nobody is told: it comes back before anybody looks.
void SelectionKeeper::takeAway() {
  const QItemSelection selected = m_selection.selection();
  int rows = 0;
  for (const QItemSelectionRange& range : selected) rows += range.height();
  if (rows < kMany) return;
  m_isSelected.assign(static_cast<std::size_t>(m_devices.store().slots()), 0);
  for (const QItemSelectionRange& range : selected) {
    for (int row = range.top(); row <= range.bottom(); ++row) {
      m_isSelected[static_cast<std::size_t>(m_devices.slotAt(row))] = 1;
    }
  }
  const QSignalBlocker quiet(m_selection);
  m_selection.clearSelection();
}

void SelectionKeeper::giveBack() {
  if (m_isSelected.empty()) return;
  const std::vector<char> isSelected = std::exchange(m_isSelected, {});
  const auto isIn = [&](int row) { return isSelected[static_cast<std::size_t>(m_devices.slotAt(row))] != 0; };
  const int last = m_devices.columnCount() - 1;
  QItemSelection selection;
  for (int row = 0; row < m_devices.rowCount(); ++row) {
    if (!isIn(row)) continue;
    const int top = row;
    while (row + 1 < m_devices.rowCount() && isIn(row + 1)) ++row;
    selection.append(QItemSelectionRange(m_devices.index(top, 0), m_devices.index(row, last)));
  }
  m_selection.select(selection, QItemSelectionModel::Select);
}

}  // namespace lk::ui
