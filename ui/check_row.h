#pragma once

#include <QFrame>

#include "ui/check_board.h"

class QLabel;
class QPushButton;

namespace lk::ui {

class GradeMark;
class Theme;

// A check that has not ended: whether it waits, runs or hangs, and the button that ends it.
class CheckRow final : public QFrame {
  Q_OBJECT

 public:
  CheckRow(const Theme& theme, const CheckEntry& entry, QWidget* parent = nullptr);

  void show(const CheckEntry& entry, std::chrono::milliseconds runningFor);
  void refreshLook();

 Q_SIGNALS:
  void cancelWanted(const QString& id);

 private:
  GradeMark* m_mark;
  QLabel* m_detail;
  QPushButton* m_cancel;
};

// Its state in a few words: "running, 3 s", "2 problems, 1 warning".
[[nodiscard]] QString checkStateText(const CheckEntry& entry, std::chrono::milliseconds runningFor);
// The picture of it, and its tone.
[[nodiscard]] std::pair<QString, Tone> checkStateLook(const CheckEntry& entry);
// "2 problems, 1 warning, 1 not known", or that all is well.
[[nodiscard]] QString gradesText(int problems, int warnings, int unknown);

}  // namespace lk::ui
