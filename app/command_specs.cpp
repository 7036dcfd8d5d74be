#include "app/command_line.h"
#include "server/base/settings.h"

// The words of the command line: what parsing, help and completion know of it.
namespace lk::app {

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }
OptionSpec option(const char* name, const char* valueName, const char* help) {
  return {s(name), s(valueName), s(help)};
}

QList<OptionSpec> withCommon(QList<OptionSpec> options) {
  options +=
      {option("node", "ID", "the node on this machine to talk to; needed only when several run"),
       option("redis", "URL", "the cluster to talk to, by its Redis: all nodes that share it"),
       option("config", "FILE", "with --redis: settings file, for redis.prefix, redis.password-file, redis.ca-file"),
       option("set", "SECTION.KEY=VALUE", "with --redis: set any of these; may be repeated"),

       option("json", "", "print one JSON object or array, and nothing else"),
       option("help", "", "print this")};
  return options;
}

// Of the settings that have one.
QList<OptionSpec> flags() {
  QList<OptionSpec> options;
  for (const SettingsField& field : settingsFields()) {
    if (field.flag.empty()) continue;
    const bool list = field.form == SettingsField::Form::AddressList;
    const bool address = list || field.form == SettingsField::Form::Address;
    const bool number = field.form == SettingsField::Form::Count;
    const char* valueName = address                                       ? "ADDR:PORT"
                            : number                                      ? "N"
                            : field.form == SettingsField::Form::RedisUrl ? "URL"
                                                                          : "ID";
    options.push_back({QString::fromUtf8(field.flag), s(valueName),
                       QString::fromUtf8(field.help) + (list ? s("; may be repeated") : QString())});
  }
  return options;
}

QList<OptionSpec> startOptions() {
  QList<OptionSpec> options = {
      option("headless", "", "run the node alone, with no window and no display"),
      option("config", "FILE", "settings file; default: linekeeper.ini in the platform's configuration folder"),
      option("data-folder", "DIR",
             "keep all in this folder: linekeeper.ini, history, logs; as a portable.ini beside the program does"),
      option("set", "SECTION.KEY=VALUE",
             "set any setting; may be repeated; stronger than the file, weaker than the flags below"),
  };
  options += flags();
  options += {option("demo", "N", "start N simulated devices against the own listener"),
              option("check-config", "", "read and check the settings, say what is wrong where, and end"),
              option("version", "", "print the version"), option("help", "", "print this")};
  return options;
}

}  // namespace

QStringList generalHelp() {
  return {s("Settings are taken from their defaults, then the settings file, then --set, then their own flags."),
          s("A running headless node reads them again on SIGHUP, and drains and ends on SIGTERM or SIGINT.")};
}

QString exitCodeHelp() {
  return s("Exit codes: 0 done, 1 the answer is no, 2 wrong usage or settings, 3 nothing to talk to.");
}

const VerbSpec& startSpec() {
  static const VerbSpec spec{
      {},
      s("linekeeper [options]\n       linekeeper --headless [options]\n       linekeeper VERB …"),
      s("A gateway node for devices on long TCP connections, with its console.\n"
        "With no verb it opens the console with an embedded node; --headless runs the node alone."),
      startOptions(),
      s("  linekeeper --demo 50\n"
        "  linekeeper --headless --listen 0.0.0.0:7600 --metrics 127.0.0.1:9100\n"
        "  linekeeper --headless --set node.keepalive=30s --check-config\n"
        "  linekeeper send demo-1 \"relay on\"")};
  return spec;
}

const QList<VerbSpec>& verbs() {
  static const QList<VerbSpec> specs = {
      {s("send"), s("linekeeper send DEVICE… PAYLOAD [options]"),
       s("Send a command, show each change of its state, and end with the final one.\n"
         "Exit code 0 when every device acknowledged with status 0, else 1."),
       withCommon({option("hex", "", "PAYLOAD is hexadecimal"), option("base64", "", "PAYLOAD is base64"),
                   option("file", "FILE", "the payload is this file's bytes; no PAYLOAD then"),
                   option("ttl", "S", "keep the command up to S seconds until the device acknowledges; 0 is live"),
                   option("timeout", "S", "wait S seconds for the acknowledgement, 1 to 300; default 10"),
                   option("id", "ID", "the command's id, for one device; default: a new one"),
                   option("no-wait", "", "end once the node has taken the command"),
                   option("devices-from", "FILE", "device ids from a file, one a line; - is standard input"),
                   option("rate", "N", "send at most N commands a second")}),
       s("  linekeeper send demo-1 \"relay on\"\n  linekeeper send --hex demo-1 demo-2 01ff\n"
         "  linekeeper send --ttl 3600 --devices-from ids.txt --rate 200 \"update\"")},
      {s("devices"), s("linekeeper devices [options]"), s("List the live sessions."),
       withCommon({option("filter", "TEXT", "part of the device's id, node:N, addr:PREFIX, idle>60s, up<5m"),
                   option("limit", "N", "at most N rows; default: all"),
                   option("watch", "", "go on, and print sessions as they open and close")}),
       s("  linekeeper devices --filter \"demo idle>30s\" --limit 20")},
      {s("kick"), s("linekeeper kick DEVICE…"), s("End the sessions of devices, with CLOSE 7. They may come back."),
       withCommon({}), s("  linekeeper kick demo-1 demo-2")},
      {s("drain"), s("linekeeper drain [NODE] [--rate N]"),
       s("Close a node's listener, then its sessions at a rate, with CLOSE 5; wait until it is empty.\n"
         "Exit code 3 when the node is gone before it said that it was."),
       withCommon({option("rate", "N", "sessions a second; default: node.drain-rate")}),
       s("  linekeeper drain n1 --rate 200")},
      {s("nodes"), s("linekeeper nodes"),
       s("List the nodes of this machine and user; with --redis those of the cluster, with their leases and loads."),
       withCommon({}), s("  linekeeper nodes --json\n  linekeeper nodes --redis redis://10.0.0.5:6379")},
      {s("check"),
       s("linekeeper check [nginx|firewall|redis|ports|limits|reach]… [--fix-plan]"),
       s("Look at what stands around the nodes, and say what is wrong.\n"
         "Changes nothing, and works with no node and no Redis there. Exit code 1 when there is a problem; warnings\n"
         "are none."),
       {option("fix-plan", "", "say what to do about each, with commands and the way back"),
        option("node", "ID", "of the nodes on this machine only this one; default: all"),
        option("redis", "URL", "Redis of the cluster; default: that of the settings"),
        option("config", "FILE", "settings file; default: linekeeper.ini in the platform's configuration folder"),
        option("set", "SECTION.KEY=VALUE", "set any setting; may be repeated"),
        option("json", "", "print one JSON object, and nothing else"), option("help", "", "print this")},
       s("  linekeeper check\n  linekeeper check redis --redis redis://10.0.0.5:6379\n"
         "  linekeeper check nginx reach --fix-plan")},
      {s("nginx"),
       s("linekeeper nginx render|diff|test|apply|reload|rollback|stop|share [options]\n"
         "       linekeeper nginx pick ADDR"),
       s("The stream block of nginx that leads devices to the live nodes.\n"
         "render prints it; diff shows what differs in use (exit code 1: something does); test lets nginx look at a\n"
         "copy. apply writes it with a backup, reloads nginx, and takes all back if that or a probe fails. rollback\n"
         "takes back the last apply. pick says which node nginx chooses for an address, share how many devices each\n"
         "node gets. apply, reload, rollback and stop say first what they will do."),
       {option("dry-run", "", "say what it would do and mean for devices, and end"),
        option("node", "ID", "of the nodes on this machine only this one; default: all"),
        option("redis", "URL", "the nodes of the cluster, by its Redis"),
        option("config", "FILE", "settings file, for nginx.config, nginx.listen and more"),
        option("set", "SECTION.KEY=VALUE", "set any of these; may be repeated"),
        option("json", "", "print one JSON object, and nothing else"), option("help", "", "print this")},
       s("  linekeeper nginx diff --redis redis://10.0.0.5:6379\n"
         "  linekeeper nginx apply --dry-run\n"
         "  linekeeper nginx test --set nginx.config=/opt/nginx/nginx.conf\n"
         "  linekeeper nginx pick 203.0.113.7")},
      {s("diagnose"),
       s("linekeeper diagnose DEVICE [options]"),
       s("Say why a device did not get its command, and in one sentence what to do.\n"
         "Step by step: its way through firewall and nginx to a node, its session, its route in Redis, its last\n"
         "commands and its last close. Exit code 1 when a step is red."),
       {option("via", "ADDR:PORT",
               "where the device connects to, to be tried; default: where nginx or the node listens here"),
        option("node", "ID", "the node on this machine to ask; needed only when several run"),
        option("redis", "URL", "all nodes of the cluster, by its Redis"),
        option("config", "FILE", "settings file, for nginx.config and more"),
        option("set", "SECTION.KEY=VALUE", "set any of these; may be repeated"),
        option("json", "", "print one JSON object, and nothing else"), option("help", "", "print this")},
       s("  linekeeper diagnose pump-7\n"
         "  linekeeper diagnose pump-7 --redis redis://10.0.0.5:6379 --via 192.168.1.5:7700")},
      {s("simulate"),
       s("linekeeper simulate --target ADDR:PORT --devices N [options]"),
       s("Run simulated devices that report, acknowledge commands, and come back when cut."),
       {option("target", "ADDR:PORT", "the gateway"), option("devices", "N", "how many"),
        option("report-every", "S", "seconds between two reports of a device; 0: none; default 10"),
        option("size", "B", "bytes of a report; default 64"),
        option("max-payload", "B", "the gateway's node.max-payload, which --size keeps to; default 65536"),
        option("seconds", "S", "end after S seconds"),
        option("prefix", "TEXT", "devices are TEXT1, TEXT2 …; default sim-"),
        option("keepalive", "S", "the keepalive that devices ask for, 5 to 3600; default 60"),
        option("json", "", "print one JSON object at the end"), option("help", "", "print this")},
       s("  linekeeper simulate --target 127.0.0.1:7600 --devices 1000 --report-every 5")},
      {s("trace"), s("linekeeper trace DEVICE [--seconds S]"),
       s("Print a device's frames as they pass, until Ctrl+C. Tokens are blotted out."),
       withCommon({option("seconds", "S", "end after S seconds")}), s("  linekeeper trace demo-1 --seconds 30")},
      {s("service"), s("linekeeper service install|remove|start|stop|status [options]"),
       s("A headless node as a service of Windows, which starts with the machine and drains as it stops.\n"
         "Elsewhere it says what does the same there.\n"
         "install takes the options of a start, and remembers them; the other words take --json only. status ends\n"
         "with 1 when the service does not run, and 3 when there is none. 'sc control Linekeeper paramchange' makes\n"
         "it read its settings again."),
       QList<OptionSpec>{option("data-folder", "DIR",
                                "where settings, history and logs are; default: Linekeeper in Windows' ProgramData"),
                         option("set", "SECTION.KEY=VALUE", "set any setting; may be repeated")} +
           flags() +
           QList<OptionSpec>{option("json", "", "print one JSON object, and nothing else"),
                             option("help", "", "print this")},
       s("  linekeeper service install --node-id n1 --redis redis://10.0.0.5:6379\n"
         "  linekeeper service start\n  linekeeper service status --json")},
  };
  return specs;
}

}  // namespace lk::app
