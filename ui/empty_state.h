#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QAction;

namespace lk::ui {

// What stands where a table has no rows: what would be here, and the button that makes it so.
class EmptyState final : public QFrame {
  Q_OBJECT

 public:
  explicit EmptyState(QWidget* parent = nullptr);

  // dangerous: a second button that stands apart.
  void say(const QString& title, const QString& text, QAction* action = nullptr, QAction* dangerous = nullptr);
  void setPicture(const QIcon& icon);

 private:
  QLabel* m_picture;
  QLabel* m_title;
  QLabel* m_text;
  QPushButton* m_button = nullptr;
  QPushButton* m_other = nullptr;
  QAction* m_action = nullptr;
  QAction* m_dangerous = nullptr;
  QHBoxLayout* m_buttons;
};

}  // namespace lk::ui
