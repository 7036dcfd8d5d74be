#pragma once

#include <QHash>
#include <QTimer>
#include <QWidget>

#include "server/setup/action_runner.h"
#include "ui/check_board.h"
#include "ui/finding_card.h"

class QScrollArea;
class QSplitter;
class QVBoxLayout;

namespace lk::ui {

class CheckRow;
class ChecksTree;
class EmptyState;

// The checks by area, each with its state, and beside them what was found, the gravest first.
class ChecksPanel final : public QWidget {
  Q_OBJECT

 public:
  // runAll: offered while nothing was run.
  ChecksPanel(ConsoleContext& context, CheckBoard& board, QAction* runAll, QWidget* parent = nullptr);
  ~ChecksPanel() override;

  void refreshLook();
  // The area that is looked at; nothing: all of them.
  [[nodiscard]] std::optional<setup::Area> area() const;
  void focusTree();

 Q_SIGNALS:
  void said(const QString& text);
  void areaChanged();

 private:
  // A finding as it stands in the list, and the card that shows it.
  struct Shown {
    std::string check;
    FindingCard* card;
  };
  struct Wanted {
    const CheckEntry* entry;  // null: it is of no check, but tells of what was done
    setup::Finding finding;
  };

  void sayAgain();
  void showSoon();
  void show();
  void showRows();
  void showCards();
  void showNote();
  void arrange(const std::vector<QWidget*>& widgets);
  [[nodiscard]] std::vector<Wanted> wanted() const;
  [[nodiscard]] static std::vector<Wanted> folded(std::vector<Wanted> all);
  FindingCard* makeCard(const Wanted& one);
  void askAndRun(const setup::Action& action, bool isUndo);
  void rememberTaken(const setup::Action& action, bool canUndo);
  void take(const setup::Action& action, bool undone, const setup::ActionOutcome& outcome);
  void showActions();

  ConsoleContext& m_context;
  CheckBoard& m_board;
  setup::ActionRunner m_actions;
  QHash<QString, ActionState> m_actionStates;  // by key of the action
  std::vector<setup::Finding> m_taken;         // what was done and can be taken back, as long as it can
  ChecksTree* m_tree;
  QSplitter* m_splitter;
  QScrollArea* m_scroll;
  QVBoxLayout* m_list;
  EmptyState* m_note;
  std::vector<std::pair<std::string, CheckRow*>> m_rows;  // of checks under way
  std::vector<Shown> m_cards;
  QAction* m_runAll;
  QTimer m_soon;    // several checks end at a time
  QTimer m_second;  // while one runs
};

}  // namespace lk::ui
