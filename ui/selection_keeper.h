#pragma once

#include <QObject>
#include <vector>

class QItemSelectionModel;

namespace lk::ui {

class DevicesModel;

// Carries a selection of very many devices over a new order of the table. The selection model would do it row by row
// with a persistent index each, which stops the window; this remembers the devices' slots, and selects them again.
class SelectionKeeper final : public QObject {
  Q_OBJECT

 public:
  SelectionKeeper(DevicesModel& devices, QItemSelectionModel& selection, QObject* parent);

 private:
  void takeAway();
  void giveBack();

  DevicesModel& m_devices;
  QItemSelectionModel& m_selection;
  std::vector<char> m_isSelected;  // by slot; empty: nothing was taken away
};

}  // namespace lk::ui
