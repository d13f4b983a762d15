// Texts of stored runs become files of ours for as long as a campaign is made of them.
#include "serve/campaigns.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/secret.h"
#include "report/render.h"
#include "serve/run_texts.h"
#include "serve/saved_run.h"
#include "store/store.h"

namespace shijin {
namespace {

constexpr Text kGone{"this file is no longer here", "這個檔案已不在"};
constexpr Text kDropAgain{"choose it again", "請重新選取"};
constexpr Text kNoSource{"no run and no file is chosen", "沒有選取執行紀錄或檔案"};
constexpr Text kNoStatus{"results are shown by shijin rate status {0}",
                         "請用 shijin rate status {0} 看結果"};

Error campaign_error(const char* name, Message found, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

void write_links(const RateServer& server, const std::string& campaign, std::string_view host,
                 JsonWriter& json) {
  json.begin_object().key("campaign").text(campaign).key("raters").begin_array();
  for (const RateServer::RaterLink& one : server.links()) {
    json.begin_object().key("rater").text(one.rater).key("link").text(one.link).end_object();
  }
  json.end_array().key("owner");
  // The owner may look at the app from another machine of the network.
  std::string link = server.owner_link();
  constexpr std::string_view kHere = "127.0.0.1";
  const std::string name(host.substr(0, host.rfind(':')));
  const auto links = server.links();
  const bool from_network =
      !links.empty() && links.front().link.starts_with("http://" + name + ":");
  if (from_network) link.replace(link.find(kHere), kHere.size(), name);
  json.text(link).end_object();
}

}  // namespace

// The files of a set-up by the names that people know them by; those that are ours go with it.
struct Campaigns::Sources {
  CampaignAsked asked;
  std::vector<std::string> ours;

  Sources() = default;
  Sources(Sources&&) = default;
  Sources& operator=(Sources&&) = delete;
  ~Sources() {
    for (const std::string& path : ours) ::unlink(path.c_str());
  }

  // Words that speak of files by their paths, with their names.
  std::string renamed(std::string json) const {
    for (const CampaignFile& file : asked.files) json = renamed_in(json, file.path, file.name);
    if (asked.gold) json = renamed_in(json, asked.gold->path, asked.gold->name);
    return json;
  }
};

Campaigns::Campaigns(CampaignsOptions options, const Imports& imports)
    : options_(std::move(options)), imports_(imports) {}

Campaigns::~Campaigns() {
  ending_ = true;
  for (auto& [name, opened] : opened_) opened->thread.join();
}

Result<CampaignFile> Campaigns::stored_texts(const std::string& run) {
  Store store = SJ_TRY(Store::open(options_.store));
  const RunRecord record = SJ_TRY(store.find(run));
  const std::string path = options_.folder + "/" + make_secret() + ".jsonl";
  SJ_TRY(write_run_texts(store, record, path));
  return CampaignFile{path, record.name};
}

Result<Campaigns::Sources> Campaigns::sources_of(const SetupAsked& asked) {
  Sources sources;
  sources.asked = asked.campaign;
  sources.asked.created = made_now("", 0, {}).created;
  if (asked.runs.empty() && asked.imports.empty()) {
    return campaign_error("rate-no-texts", Message(kNoSource), {});
  }
  for (const std::string& run : asked.runs) {
    sources.asked.files.push_back(SJ_TRY(stored_texts(run)));
    sources.ours.push_back(sources.asked.files.back().path);
  }
  const auto import_of = [&](const std::string& id) -> Result<Import> {
    const std::optional<Import> import = imports_.find(id);
    if (import) return *import;
    return campaign_error("import-gone", Message(kGone), Message(kDropAgain));
  };
  for (std::size_t i = 0; i < asked.imports.size(); ++i) {
    const Import import = SJ_TRY(import_of(asked.imports[i]));
    CampaignFile file{import.path, stem_of(import.name)};
    if (!asked.outputs[i].empty()) file.map.emplace_back("output", asked.outputs[i]);
    sources.asked.files.push_back(std::move(file));
  }
  if (!asked.gold.empty()) {
    const Import import = SJ_TRY(import_of(asked.gold));
    sources.asked.gold = CampaignFile{import.path, import.name};
  }
  // Two runs of one name are told apart by a number.
  std::set<std::string> names;
  for (CampaignFile& file : sources.asked.files) {
    const std::string name = file.name;
    for (int i = 2; !names.insert(file.name).second; ++i) {
      file.name = name + " " + std::to_string(i);
    }
  }
  return sources;
}

Result<CampaignMade> Campaigns::set_up(Sources& sources, Notes& notes) {
  CampaignMade made = SJ_TRY(set_up_campaign(sources.asked, notes));
  Result<Store> store = Store::open(options_.store);
  if (!store.ok()) return made;  // made with the campaign
  CampaignBook book = SJ_TRY(CampaignBook::open(store->folder() + "/shijin.db"));
  SJ_TRY(book.check_free(sources.asked.name));
  return made;
}

Result<std::string> Campaigns::list() {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("rubric").raw(rubric_json()).key("campaigns").begin_array();
  Result<Store> store = Store::open(options_.store);
  if (!store.ok() && store.error().name != "store-missing") return store.error();
  if (store.ok()) {
    CampaignBook book = SJ_TRY(CampaignBook::open(store->folder() + "/shijin.db"));
    std::vector<std::string> names = SJ_TRY(book.names());
    std::reverse(names.begin(), names.end());
    for (const std::string& name : names) {
      const Campaign campaign = SJ_TRY(book.load(name, ItemTexts::none));
      json.begin_object().key("campaign").text(name).key("created").text(campaign.created);
      json.key("mode").text(campaign.pairwise() ? "pairwise" : "scoring");
      json.key("items").integer(static_cast<std::int64_t>(campaign.items.size()));
      json.key("runs").begin_array();
      for (const std::string& run : campaign.runs) json.text(run);
      json.end_array().key("raters").begin_array();
      for (const std::string& rater : campaign.raters) json.text(rater);
      json.end_array().key("open");
      const std::lock_guard lock(mutex_);
      json.boolean(opened_.contains(name)).end_object();
    }
  }
  json.end_array().end_object();
  return out;
}

Result<std::string> Campaigns::preview(std::string_view json) {
  const SetupAsked asked = SJ_TRY(read_setup(json));
  Sources sources = SJ_TRY(sources_of(asked));
  Notes notes;
  const Result<CampaignMade> made = set_up(sources, notes);
  return sources.renamed(setup_preview(sources.asked, made, notes));
}

Result<std::string> Campaigns::make(std::string_view json, bool& kept) {
  kept = false;
  const SetupAsked asked = SJ_TRY(read_setup(json));
  Sources sources = SJ_TRY(sources_of(asked));
  Notes notes;
  Result<CampaignMade> made = set_up(sources, notes);
  if (!made.ok() || notes.has_errors()) {
    return sources.renamed(setup_preview(sources.asked, made, notes));
  }
  SJ_TRY(keep_campaign(options_.store, *made));
  kept = true;
  std::string out;
  JsonWriter(out).begin_object().key("campaign").text(made->campaign.name).end_object();
  return out;
}

Result<std::string> Campaigns::open(std::string_view json, std::string_view host) {
  const std::string name = SJ_TRY(read_campaign_name(json));
  const std::lock_guard lock(mutex_);
  auto found = opened_.find(name);
  if (found == opened_.end()) {
    RateServerOptions options;
    const Store store = SJ_TRY(Store::open(options_.store));
    options.database = store.folder() + "/shijin.db";
    options.campaign = name;
    options.lan = options_.lan;
    options.language = options_.language;
    options.status = [this, name]() -> Result<std::string> {
      if (options_.status) return options_.status(name);
      return campaign_error("rate-status-elsewhere", Message(kNoStatus, {name}), {});
    };
    RateServer server = SJ_TRY(RateServer::open(options));
    auto opened = std::make_unique<Opened>(std::move(server));
    Opened& one = *opened;
    one.thread = std::thread([this, &one] { one.server.serve(ending_); });
    found = opened_.emplace(name, std::move(opened)).first;
  }
  std::string out;
  JsonWriter writer(out);
  write_links(found->second->server, name, host, writer);
  return out;
}

}  // namespace shijin
