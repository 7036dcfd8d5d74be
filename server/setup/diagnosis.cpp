#include "server/setup/diagnosis.h"

#include <algorithm>

#include "server/setup/diagnosis_view.h"

namespace lk::setup {

namespace {

const DiagnosisStep* firstOf(const std::vector<DiagnosisStep>& steps, Grade grade) {
  const auto found = std::ranges::find(steps, grade, &DiagnosisStep::grade);
  return found == steps.end() ? nullptr : &*found;
}

const DiagnosisStep& stepOf(const std::vector<DiagnosisStep>& steps, DiagnosisPart part) {
  return *std::ranges::find(steps, part, &DiagnosisStep::part);
}

// What the fault ahead did to the last command, and to those that wait.
Text withCommand(const DiagnosisView& view, const DiagnosisStep& decides, const DiagnosisStep& commands) {
  Text sentence = decides.title;
  if (decides.part < DiagnosisPart::Commands && commands.grade == Grade::Problem && !view.commands.empty()) {
    const node::HistoryEntry& last = view.commands.back();
    sentence = text("{0}; its last command, {1}, ended as {2}", sentence, last.id.toStdString(), toText(last.status));
  }
  const quint64 waiting = view.waiting();
  const bool isSaid = decides.part == DiagnosisPart::Commands && decides.cause == "command.waits";
  if (view.connected() || waiting == 0 || isSaid) return sentence;
  return waiting == 1 ? text("{0}; 1 durable command waits", sentence)
                      : text("{0}; {1} durable commands wait", sentence, waiting);
}

Text allIsWell(const DiagnosisView& view) {
  const std::string node = view.homeNode();
  if (!view.connected()) return text("Nothing wrong was seen, and {0} is not connected", view.facts.device);
  if (view.commands.empty()) {
    return text("{0} is connected to {1}, and nothing stands between it and a command", view.facts.device, node);
  }
  const node::HistoryEntry& last = view.commands.back();
  return text("{0} is connected to {1}, and its last command, {2}, is {3}", view.facts.device, node,
              last.id.toStdString(), toText(last.status));
}

}  // namespace

std::string_view toText(DiagnosisPart part) {
  switch (part) {
    case DiagnosisPart::Firewall: return "firewall";
    case DiagnosisPart::Nginx: return "nginx";
    case DiagnosisPart::Node: return "node";
    case DiagnosisPart::Session: return "session";
    case DiagnosisPart::Route: return "route";
    case DiagnosisPart::Commands: return "commands";
    case DiagnosisPart::LastClose: return "last-close";
  }
  return "last-close";
}

Diagnosis diagnose(const DeviceFacts& facts) {
  const DiagnosisView view(facts);
  Diagnosis diagnosis;
  diagnosis.device = facts.device;
  diagnosis.steps = {firewallStep(view), nginxStep(view),    nodeStep(view),     sessionStep(view),
                     routeStep(view),    commandsStep(view), lastCloseStep(view)};
  const DiagnosisStep* decides = firstOf(diagnosis.steps, Grade::Problem);
  if (decides == nullptr) decides = firstOf(diagnosis.steps, Grade::Warning);
  if (decides == nullptr) {
    diagnosis.conclusion = allIsWell(view);
    return diagnosis;
  }
  diagnosis.grade = decides->grade;
  diagnosis.cause = decides->cause;
  diagnosis.conclusion = withCommand(view, *decides, stepOf(diagnosis.steps, DiagnosisPart::Commands));
  diagnosis.fix = decides->fix;
  return diagnosis;
}

}  // namespace lk::setup
