#pragma once

#include <QFrame>
#include <QList>
#include <optional>

#include "server/setup/action_runner.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace lk::ui {

class CommandLines;
class GradeMark;
class Theme;

// How it stands with what a finding's action does.
struct ActionState {
  bool running = false;
  bool undoing = false;
  bool canUndo = false;
  std::optional<setup::ActionOutcome> outcome;  // of the last run
  bool undone = false;                          // that run was an undo
};

// One thing that a check found: what, how grave, where it was seen, why it matters, and how it is mended.
class FindingCard final : public QFrame {
  Q_OBJECT

 public:
  FindingCard(const Theme& theme, setup::Finding finding, const QString& area, QWidget* parent = nullptr);

  [[nodiscard]] const setup::Finding& finding() const { return m_finding; }
  void showAction(const ActionState& state, bool otherRuns);
  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);
  void actionWanted(const lk::setup::Action& action);
  void undoWanted(const lk::setup::Action& action);
  void actionCancelled();

 private:
  void addEvidence(QVBoxLayout& layout);
  void addFix(QVBoxLayout& layout);
  void addAction(QVBoxLayout& layout);

  const Theme& m_theme;
  const setup::Finding m_finding;
  GradeMark* m_mark;
  CommandLines* m_commands = nullptr;
  CommandLines* m_block = nullptr;  // of a configuration
  QPushButton* m_do = nullptr;
  QPushButton* m_undo = nullptr;
  QPushButton* m_cancel = nullptr;
  QLabel* m_outcome = nullptr;
};

}  // namespace lk::ui
