#pragma once

#include <QDialog>

#include "server/node/control_types.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace lk::ui {

// Asks before a node's devices are sent away, and how fast.
class DrainDialog final : public QDialog {
  Q_OBJECT

 public:
  // rate: sessions a second, to begin with. own: the node is in this program.
  DrainDialog(const node::NodeRow& node, int rate, bool own, QWidget* parent = nullptr);

 Q_SIGNALS:
  void drainRequested(const QString& node, int rate);

 private:
  void showDuration();

  const QString m_node;
  const int m_devices;
  QSpinBox* m_rate;
  QLabel* m_duration;
};

}  // namespace lk::ui
