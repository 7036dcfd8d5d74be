#include "language_test.h"

#include <QLocale>
#include <QTest>

#include "fake_nginx.h"

namespace lk::ui::test {

void LanguageTest::init() {
  m_clock = std::make_shared<HandClock>();
  m_system = std::make_shared<lk::test::RecordedSystem>();
  m_system->ownAddress("10.2.0.5");
  m_system->record("id -u", setup::Ran{0, "0\n", ""});
  recordNginx(*m_system);
  m_node = std::make_unique<FakeNodeControl>();
  m_node->setNowMs(1'700'000'000'000);
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  m_language = std::make_unique<Language>();
}

void LanguageTest::cleanup() {
  m_window.reset();
  m_language.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
  QLocale::setDefault(QLocale::c());
}

std::unique_ptr<MainWindow> LanguageTest::makeWindow(bool wholeCluster) {
  ConsoleParts parts;
  parts.control = m_node.get();
  parts.demo = wholeCluster ? nullptr : m_demo.get();
  parts.settings = m_settings.get();
  parts.wholeCluster = wholeCluster;
  parts.clock = m_clock;
  parts.system = m_system;
  parts.language = m_language.get();
  auto window = std::make_unique<MainWindow>(parts);
  window->show();
  return window;
}

void LanguageTest::choose(const QString& language) {
  Settings settings = m_settings->current();
  settings.language = language.toStdString();
  m_settings->set(settings);
  m_language->choose(language);
}

void LanguageTest::settle() {
  QTest::qWait(600);  // two snapshots
}

}  // namespace lk::ui::test
