#pragma once

#include <QAction>
#include <QObject>
#include <memory>

#include "fake_checks.h"
#include "fake_parts.h"
#include "tests/setup/recorded_system.h"
#include "ui/language.h"
#include "ui/main_window.h"

namespace lk::ui::test {

inline const QString kChinese = QStringLiteral("zh_CN");
inline const QString kEnglish = QStringLiteral("en");

inline QString zh(const char* text) { return QString::fromUtf8(text); }

// Each test chooses a language, and may make a window on a node in memory.
class LanguageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  [[nodiscard]] std::unique_ptr<MainWindow> makeWindow(bool wholeCluster = false);
  void choose(const QString& language);
  static void settle();
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }

  std::shared_ptr<HandClock> m_clock;
  std::shared_ptr<lk::test::RecordedSystem> m_system;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<Language> m_language;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace lk::ui::test
