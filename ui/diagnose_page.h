#pragma once

#include <memory>

#include "server/setup/device_inquiry.h"
#include "ui/console_context.h"
#include "ui/console_page.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedLayout;
class QToolButton;
class QVBoxLayout;

namespace lk::ui {

class CommandLines;
class DeviceField;
class EmptyState;
class FindingCard;
class GradeMark;

// Why did this device not get its command? Its way as a line of steps, and the one sentence that decides.
class DiagnosePage final : public ConsolePage {
  Q_OBJECT

 public:
  // openSetup: leads to where firewall and nginx are mended.
  DiagnosePage(ConsoleContext& context, QAction* openSetup, QWidget* parent = nullptr);
  ~DiagnosePage() override;

  void diagnose(const QString& device);
  bool focusFilter() override;
  [[nodiscard]] QList<QAction*> menuActions() const override { return {m_start, m_cancel, m_copy}; }
  void refreshLook() override;

 private:
  void makeActions();
  [[nodiscard]] QWidget* makeAnswer();
  void arrange();
  void start();
  void show(const setup::Diagnosis& diagnosis);
  void showConclusion();
  void showSteps();
  void addStation(const QString& icon, Tone tone, const QString& name, const QString& state, FindingCard* card);
  void showReady();
  void showProblem(const QString& problem);
  [[nodiscard]] QString report() const;

  ConsoleContext& m_context;
  QAction* m_openSetup;
  QAction* m_start = nullptr;
  QAction* m_cancel = nullptr;
  QAction* m_copy = nullptr;
  QPushButton* m_startButton = nullptr;
  DeviceField* m_device;
  QLabel* m_problem;
  QLabel* m_state;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  GradeMark* m_mark = nullptr;
  QLabel* m_conclusion = nullptr;
  QLabel* m_fix = nullptr;
  QVBoxLayout* m_commandsPlace = nullptr;
  CommandLines* m_commands = nullptr;
  QWidget* m_setupButton = nullptr;
  QBoxLayout* m_line = nullptr;
  QScrollArea* m_scroll = nullptr;
  QVBoxLayout* m_steps = nullptr;
  QList<FindingCard*> m_cards;
  QList<QToolButton*> m_stations;
  std::unique_ptr<setup::DeviceInquiry> m_inquiry;
  setup::Diagnosis m_diagnosis;
};

}  // namespace lk::ui
