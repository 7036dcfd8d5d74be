#pragma once

#include <set>

#include "fake_node_control.h"
#include "ui/demo_fleet.h"
#include "ui/settings_store.h"

namespace lk::ui::test {

// Demo devices of the node in memory.
class FakeDemoFleet final : public DemoFleet {
  Q_OBJECT

 public:
  explicit FakeDemoFleet(FakeNodeControl& node) : m_node(node) {}

  Result<void> start(int devices) override;
  void stop() override;
  [[nodiscard]] int devices() const override { return m_devices; }
  void refuseWith(const std::string& text) { m_refusal = text; }

 private:
  FakeNodeControl& m_node;
  int m_devices = 0;
  std::string m_refusal;
};

// Settings that live in memory.
class FakeSettingsStore final : public SettingsStore {
  Q_OBJECT

 public:
  FakeSettingsStore() {
    m_settings.theme = "light";
    m_settings.language = "en";
  }

  [[nodiscard]] Settings current() const override { return m_settings; }
  Result<void> save(const Settings& settings) override;
  [[nodiscard]] QString filePath() const override { return QStringLiteral("/etc/linekeeper/linekeeper.ini"); }
  [[nodiscard]] bool overridden(const SettingsField& field) const override { return m_flags.contains(field.name()); }

  void set(const Settings& settings) { m_settings = settings; }
  void decideByFlag(const std::string& name) { m_flags.insert(name); }
  void refuseWith(const std::string& text) { m_refusal = text; }
  [[nodiscard]] int saves() const { return m_saves; }

 private:
  Settings m_settings;
  std::set<std::string> m_flags;
  std::string m_refusal;
  int m_saves = 0;
};

}  // namespace lk::ui::test
