#pragma once

#include <QWidget>
#include <optional>

#include "server/setup/nginx_picture.h"
#include "ui/console_context.h"

class QGridLayout;
class QLabel;
class QLineEdit;

namespace lk::ui {

class EmptyState;

// Who goes where: the node that nginx picks for an address, and the share of each node for the addresses connected now.
class NginxPickPanel final : public QWidget {
  Q_OBJECT

 public:
  // look: reads nginx anew.
  NginxPickPanel(ConsoleContext& context, QAction* look, QWidget* parent = nullptr);

  void show(const setup::NginxPicture& picture);
  void refreshLook();

 private:
  void pick();
  void showShares();
  void showProblem(const QString& problem);
  [[nodiscard]] QString natText() const;

  ConsoleContext& m_context;
  QAction* m_look;
  std::optional<setup::NginxPicture> m_picture;
  std::optional<setup::NginxPicker> m_picker;
  QLineEdit* m_address;
  QLabel* m_answer;
  QLabel* m_detail;
  QLabel* m_heading;
  QLabel* m_nat;
  QWidget* m_table;
  QGridLayout* m_grid;
  EmptyState* m_empty;
  QWidget* m_content;
};

}  // namespace lk::ui
