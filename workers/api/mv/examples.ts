/** Examples of /api/mv for the document, as they go on the wire. */
import { jobExample } from "../examples.ts";

const project_id = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const image = "3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48";
const video = "e72f9b03-5d8c-4167-9f3a-4b0c7e1a8d26";
const film = "0b7e4d52-93a6-4f18-8c2d-7a1f5e9b6d34";
const generation_timestamp = "2026-11-22T10:30:25Z";

export const imagesExample = {
  images: [
    {
      id: image,
      path: `/api/mv/get_character_reference/${image}`,
      base64: "iVBORw0KGgoAAAANSUhEUgAA",
      cloud_url: null,
    },
  ],
  metadata: {
    character_description: "Silver metallic robot with blue eyes",
    model_used: "google/imagen-4",
    num_images_requested: 1,
    num_images_generated: 1,
    parameters_used: {
      aspect_ratio: "1:1",
      safety_filter_level: "block_medium_and_above",
      person_generation: "allow_adult",
      output_format: "png",
      negative_prompt: null,
      seed: null,
    },
    config_flavor: "default",
    failures: [],
    warnings: [],
    project_id,
    generation_timestamp,
  },
};

const sceneList = [
  {
    description: "A silver robot wakes in a dry valley and sees one red flower.",
    negative_description: "people, text",
  },
];

export const scenesFileExample = { scenes: sceneList };

export const scenesExample = {
  scenes: sceneList,
  output_files: {
    json: `/api/mv/get_scenes/${project_id}?format=json`,
    markdown: `/api/mv/get_scenes/${project_id}?format=markdown`,
  },
  metadata: {
    idea: "A robot finds the last flower on earth and learns to water it",
    number_of_scenes: 1,
    model_used: "google/gemini-2.5-flash",
    parameters_used: {
      character_characteristics: "sarcastic, dramatic, emotional, and lovable",
      video_type: "video",
      video_characteristics: "vlogging, realistic, 4k, cinematic",
      camera_angle: "front",
      number_of_scenes: 1,
    },
    config_flavor: "default",
    warnings: [],
    project_id,
    generation_timestamp,
  },
};

export const videoExample = {
  video_id: video,
  video_path: `/api/mv/get_video/${video}`,
  video_url: `/api/mv/get_video/${video}`,
  metadata: {
    prompt: "A silver robot pours water over a small flower at dawn.",
    full_prompt: "A silver robot pours water over a small flower at dawn.\nOne continuous shot.",
    backend_used: "replicate",
    model_used: "google/veo-3.1",
    parameters_used: {
      aspect_ratio: "16:9",
      duration: 8,
      generate_audio: true,
      resolution: "720p",
      seed: null,
      negative_prompt: null,
    },
    config_flavor: "default",
    character_reference_id: image,
    character_reference_warning: null,
    duration_seconds: 8,
    warnings: [],
    project_id,
    local_video_url: `/api/mv/get_video/${video}`,
    generation_timestamp,
    processing_time_seconds: 71.4,
  },
  character_reference_warning: null,
};

export const stitchExample = {
  video_id: film,
  video_path: `/api/mv/get_video/${film}`,
  video_url: `/api/mv/get_video/${film}`,
  metadata: {
    input_video_ids: [video],
    num_videos_stitched: 1,
    missing_video_ids: [],
    merge_time_seconds: 3.6,
    total_processing_time_seconds: 4.1,
    generation_timestamp,
    storage_backend: "local" as const,
    stitched_video_id: film,
    video_duration_seconds: 8,
    audio_overlay_id: null,
    audio_overlay_applied: false,
    audio_overlay_warning: null,
    audio_overlay_duration_seconds: null,
    video_audio_suppressed: false,
    project_id,
  },
  audio_overlay_applied: false,
  audio_overlay_warning: null,
  warnings: [],
};

export const imageInfoExample = {
  id: image,
  exists: true,
  content_type: "image/png",
  bytes: 1_482_113,
  width: 1024,
  height: 1024,
  created_at: generation_timestamp,
  prompt: "Portrait of one character: Silver metallic robot with blue eyes.",
  model: "google/imagen-4",
  seed: null,
  project_id,
  image_url: `/api/mv/get_character_reference/${image}`,
  is_mock: false,
};

export const videoInfoExample = {
  video_id: video,
  exists: true,
  file_size_bytes: 4_182_113,
  created_at: generation_timestamp,
  width: 1280,
  height: 720,
  duration_seconds: 8,
  has_audio: true,
  project_id,
  is_mock: false,
  serving_mode: "local" as const,
  cloud_url: null,
  cloud_storage: null,
};

export const imageUploadedExample = {
  image_id: image,
  image_url: `/api/mv/get_character_reference/${image}`,
  filename: "robot.png",
  content_type: "image/png",
  file_size: 1_482_113,
  width: 1024,
  height: 1024,
  project_id,
};

export const audioUploadedExample = {
  audio_id: film,
  audio_overlay_id: film,
  filename: "song.mp3",
  content_type: "audio/mpeg",
  file_size: 3_211_264,
  duration_seconds: 201.3,
  project_id,
};

export const flavorsExample = {
  flavors: ["default"],
  details: [
    { name: "default", label: "Default", description: "A realistic short film, for any idea." },
  ],
};

export const callExample = {
  id: "71c5e8a2-0f4d-4b96-a3d8-5e2b9f7c1a60",
  route: "generate_video",
  status: "running" as const,
  project_id,
  jobs: [jobExample],
  result: null,
  error: null,
};
