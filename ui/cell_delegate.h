#pragma once

#include <QStyledItemDelegate>

namespace lk::ui {

class Theme;

// Draws the cells of all tables: the tone's colour, a dot before states, a fixed-width face for bytes, and a hairline
// under each row. Selection is a tint, so that tones stay readable on it.
class CellDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit CellDelegate(const Theme& theme, QObject* parent);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  // The whole of a cell that is too narrow for it, above what its model has to say of it.
  bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                 const QModelIndex& index) override;

 private:
  const Theme& m_theme;
};

}  // namespace lk::ui
