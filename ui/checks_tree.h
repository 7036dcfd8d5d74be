#pragma once

#include <QTreeWidget>

#include "ui/check_board.h"

namespace lk::ui {

// The checks below their areas, each with its state; the one that is chosen is the one whose findings are shown.
class ChecksTree final : public QTreeWidget {
  Q_OBJECT

 public:
  ChecksTree(const Theme& theme, const CheckBoard& board, QWidget* parent = nullptr);

  // In the language of now.
  void sayNames();
  void sayStates();
  // The area that is looked at; nothing: all of them.
  [[nodiscard]] std::optional<setup::Area> area() const;
  // Whether this check is among what is looked at.
  [[nodiscard]] bool covers(const CheckEntry& entry) const;

 private:
  void fill();
  void sayState(QTreeWidgetItem* item, const QString& icon, Tone tone, const QString& text);
  void saySum(QTreeWidgetItem* item, std::optional<setup::Area> area);

  const Theme& m_theme;
  const CheckBoard& m_board;
  QTreeWidgetItem* m_all = nullptr;
};

}  // namespace lk::ui
