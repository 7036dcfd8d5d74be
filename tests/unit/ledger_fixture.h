#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/bus/memory_bus.h"
#include "server/node/command_ledger.h"
#include "tests/unit/manual_clock.h"

namespace lk::test {

using namespace std::chrono_literals;

struct SeenPort final : node::LedgerPort {
  struct Delivery {
    node::SessionRef session;
    std::uint64_t key;
    std::string payload;
  };
  node::SessionRef sessionOf(std::string_view device) override {
    const auto found = sessions.find(std::string(device));
    return found == sessions.end() ? node::SessionRef{} : found->second;
  }
  void deliver(node::SessionRef session, std::uint64_t key, std::string payload) override {
    deliveries.push_back({session, key, std::move(payload)});
  }
  void forget(node::SessionRef, std::uint64_t key) override { forgotten.push_back(key); }
  void changed(const bus::CommandResult& result, const node::PayloadSeen& payload, bool afterWritten) override {
    changes += afterWritten ? 2 : 1;
    ended[result.id] += result.final();
    seen = {std::string(payload.beginning), payload.size};
  }
  void passOn(bus::Command command, node::CommandListeners listeners) override {
    passedOn.push_back({std::move(command), std::move(listeners)});
  }

  std::map<std::string, node::SessionRef> sessions;
  std::vector<Delivery> deliveries;
  std::vector<std::uint64_t> forgotten;
  int changes = 0;
  std::map<std::string, int> ended;          // how often, by id
  std::pair<std::string, std::size_t> seen;  // of the payload, at the last change
  std::vector<std::pair<bus::Command, node::CommandListeners>> passedOn;
};

// One that others keep commands in, too, and that says what it is told.
struct SeenBus final : bus::MemoryBus {
  using MemoryBus::MemoryBus;
  void pass(const bus::Command& command) override { passed.push_back(command.id); }
  void publish(const bus::Command& command, const bus::CommandResult& result) override {
    told.emplace_back(command.id, result.status);
  }
  void finish(const bus::Command& command, const bus::CommandResult& result, bool afterWritten) override {
    if (afterWritten) told.emplace_back(command.id, CommandStatus::Written);
    told.emplace_back(command.id, result.status);
    MemoryBus::finish(command, result, afterWritten);
  }
  std::vector<std::string> passed;
  std::vector<std::pair<std::string, CommandStatus>> told;
};

// A ledger, with one device d.
struct LedgerFixture {
  test::ManualClock clock;
  SeenBus bus{clock};
  SeenPort port;
  node::CommandLedger ledger{port, bus, {1000, 3}};
  std::map<std::string, std::vector<CommandStatus>> heard;  // by id, and by listener where there are several
  bus::CommandResult last;
  std::uint32_t lastSlot = 0;

  void submit(const std::string& id, std::chrono::seconds ttl = 0s, const std::string& listener = {},
              std::chrono::seconds timeout = 10s, const std::string& payload = {}) {
    bus::Command command;
    command.id = id;
    command.device = "d";
    command.payload = payload.empty() ? id : payload;
    command.ttl = ttl;
    command.timeout = timeout;
    ledger.submit(command, clock.steady(), [this, name = id + listener](const bus::CommandResult& result) {
      heard[name].push_back(result.status);
      last = result;
    });
  }
  node::SessionRef connect() {
    const node::SessionRef session = node::SessionRef::make(0, 1, ++lastSlot);
    port.sessions["d"] = session;
    ledger.sessionOpened("d", session, clock.steady());
    offer();
    return session;
  }
  // What the bus keeps; again, maybe.
  void offer() {
    bus.claim("d", 1000 + lastSlot,
              [this](bus::Claimed claimed) { ledger.add("d", std::move(claimed.waiting), clock.steady()); });
  }
  // By somebody else, with the bus; it tells who holds the device.
  void keepElsewhere(const std::string& id, std::chrono::seconds timeout = 10s) {
    bus::Command command;
    command.id = id;
    command.device = "d";
    command.payload = payloadOf(id);
    command.ttl = 1h;
    command.timeout = timeout;
    bus.keep(command, [](const Result<std::uint64_t>&) {});
    if (port.sessions.contains("d")) offer();
  }
  // More than consoles are shown.
  static std::string payloadOf(const std::string& id) { return id + std::string(300, 'x'); }
  void disconnect() { port.sessions.erase("d"); }
  void written(std::size_t delivery) { ledger.written(port.deliveries.at(delivery).key, 7, clock.steady()); }
  void acked(std::size_t delivery, int code = 0) {
    ledger.acknowledged(port.deliveries.at(delivery).key, code, "ok", clock.steady());
  }
  // As a session does: what it did not write it gives back.
  void dropped(std::size_t delivery, bool wasWritten, bool replaced = false) {
    const SeenPort::Delivery& of = port.deliveries.at(delivery);
    node::CommandLedger::Drop drop{wasWritten, replaced, wasWritten ? std::string() : of.payload, "gone"};
    ledger.dropped(of.key, std::move(drop), clock.steady());
  }
  void pass(std::chrono::milliseconds time) {
    clock.advance(time);
    ledger.tick(clock.steady());
  }
  bool saw(const std::string& name, std::vector<CommandStatus> statuses) { return heard[name] == statuses; }
};

}  // namespace lk::test
